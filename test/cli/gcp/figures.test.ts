/** The figures of a stage by its outputs, over HTTP, from a Cloud Monitoring of which the test says what it knows. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FigureFilters, googleFigures } from "../../../cli/gcp/figures.ts";
import type { Outputs } from "../../../cli/gcp/outputs.ts";
import { countNames } from "../../../shared/batch/report.ts";
import { infra } from "../../gcp/infra-files.ts";
import { type Answer, type Asked, type HttpStandIn, startHttpStandIn } from "../../support/http-stand-in.ts";

const NOW_MS = Date.parse("2026-03-02T12:00:30Z");
const { signal } = new AbortController();
const outputs: Outputs = {
  firestore_database: "projects/p/databases/spaces-prod",
  figures: {
    published: "PUBLISHED",
    oldest: "OLDEST",
    events: { stored: "STORED", duplicate: "DUPLICATE", ignored: "IGNORED", rejected: "REJECTED", retry: "RETRY" },
  },
  alerts: { "spaces-prod-silence": "Nothing was pushed.", "spaces-prod-late": "Late.", "spaces-prod-rate": "More." },
};
const ofFirestore = (metric: string) =>
  `metric.type="firestore.googleapis.com/${metric}" AND resource.type="firestore.googleapis.com/Database" AND resource.labels.database_id="spaces-prod"`;

/** Of the step that ended then. */
const point = (endTime: string, value: object) => ({ interval: { startTime: endTime, endTime }, value });
const distribution = (count: number, mean: number) => ({ distributionValue: { count: String(count), mean } });
const [NEWEST, BEFORE] = ["2026-03-02T12:01:00Z", "2026-03-02T12:00:00Z"];

describe("The figures of a stage on Google Cloud", () => {
  let google: HttpStandIn;
  /** By filter, the newest first, as Google answers. */
  let known: Readonly<Record<string, readonly object[]>>;
  let rang: (asked: Asked) => Answer;

  beforeEach(async () => {
    known = {};
    rang = () => ({ json: {} });
    google = await startHttpStandIn((asked) => {
      if (asked.url.pathname === "/v3/projects/p/alerts") return rang(asked);
      expect(asked.url.pathname).toBe("/v3/projects/p/timeSeries");
      const points = known[asked.url.searchParams.get("filter") ?? ""];
      return { json: points === undefined ? {} : { timeSeries: [{ metricKind: "DELTA", points }] } };
    });
  });
  afterEach(() => google.close());

  const figures = (given: Outputs = outputs) =>
    googleFigures({
      outputs: given,
      monitoring: { project: "p", accessToken: async () => "a-token", endpoint: `${google.endpoint}/v3` },
      nowMs: () => NOW_MS,
    });
  const look = async () => {
    const found = await figures()?.look(signal);
    if (found === undefined) throw new Error("there are no figures");
    return found;
  };

  it("invent nothing where nothing was measured", async () => {
    const { channels, cost, missing } = await look();
    const [channel] = channels;
    expect(channel).toMatchObject({ channel: "pubsub", rate: Array(180).fill(null), lagMs: Array(180).fill(null) });
    for (const name of ["outcomes", "batches", "writesPerEvent", "unitsPerEvent"])
      expect(channel).not.toHaveProperty(name);
    expect(cost).toBeUndefined();
    expect(missing).not.toEqual([]);
  });

  it("have rate, lag, outcomes, batches, writes and units of the last three hours, by the minute", async () => {
    known = {
      STORED: [point(NEWEST, distribution(20, 27)), point(BEFORE, distribution(2, 30))],
      DUPLICATE: [point(NEWEST, distribution(20, 1.5))],
      IGNORED: [point(NEWEST, distribution(20, 1))],
      REJECTED: [point(NEWEST, distribution(20, 0.5))],
      RETRY: [point(NEWEST, distribution(20, 0))],
      PUBLISHED: [point(NEWEST, { int64Value: "700" })],
      OLDEST: [point(NEWEST, { int64Value: "3" }), point(BEFORE, { int64Value: "0" })],
      [ofFirestore("document/write_ops_count")]: [point(NEWEST, { int64Value: "1320" })],
      [ofFirestore("api/billable_write_units")]: [point(NEWEST, { int64Value: "1980" })],
    };
    const { channels, cost } = await look();
    const [channel] = channels;
    expect(channel?.rate.slice(-3)).toEqual([null, 1, 10]);
    // A subscription in which nothing waits says so.
    expect(channel?.lagMs.slice(-3)).toEqual([null, 0, 3_000]);
    expect(channel).toMatchObject({
      countedFromMs: Date.parse("2026-03-02T09:01Z"),
      outcomes: { stored: 600, duplicate: 30, ignored: 20, rejected: 10, retry: 0 },
      batches: { count: 22, records: 700 },
      writesPerEvent: 2,
      unitsPerEvent: 3,
      unit: "write units",
    });
    expect(cost?.says).toContain("660 events in the last 3 hours");
  });

  it("ask for nine series of one minute each, as whoever is signed in", async () => {
    await look();
    expect(google.asked).toHaveLength(9);
    for (const { url, headers } of google.asked) {
      const asked = Object.fromEntries(url.searchParams);
      expect(asked).toMatchObject({
        "interval.startTime": "2026-03-02T09:01:00.000Z",
        "interval.endTime": "2026-03-02T12:01:00.000Z",
        "aggregation.alignmentPeriod": "60s",
        "aggregation.crossSeriesReducer": asked.filter === "OLDEST" ? "REDUCE_MAX" : "REDUCE_SUM",
      });
      expect(headers.authorization).toBe("Bearer a-token");
    }
  });

  it("have the alerts there are: what rings since when, what is over, and what never rang", async () => {
    const instance = (displayName: string, state: string, openTime: string, closeTime?: string) => ({
      name: "projects/p/alerts/1",
      state,
      openTime,
      ...(closeTime !== undefined && { closeTime }),
      policy: { name: "projects/p/alertPolicies/1", displayName },
    });
    rang = () => ({
      json: {
        alerts: [
          instance("spaces-prod-late", "CLOSED", "2026-03-01T11:00:00Z", "2026-03-01T12:00:00Z"),
          instance("somebody-elses", "OPEN", "2026-03-01T11:00:00Z"),
          instance("spaces-prod-silence", "OPEN", "2026-03-01T10:00:00Z"),
          instance("spaces-prod-silence", "CLOSED", "2026-02-01T10:00:00Z", "2026-02-01T12:00:00Z"),
        ],
        totalSize: 4,
      },
    });
    expect(await figures()?.alarms?.(signal)).toEqual([
      {
        name: "spaces-prod-silence",
        state: "alarm",
        since: Date.parse("2026-03-01T10:00Z"),
        says: "Nothing was pushed.",
      },
      { name: "spaces-prod-late", state: "ok", since: Date.parse("2026-03-01T12:00Z"), says: "Late." },
      { name: "spaces-prod-rate", state: "ok", says: "More." },
    ]);
  });

  it("are refused with Google's own word for it", async () => {
    const message = "Permission monitoring.alerts.list denied (or the resource may not exist).";
    rang = () => ({ status: 403, json: { error: { code: 403, status: "PERMISSION_DENIED", message } } });
    await expect(figures()?.alarms?.(signal)).rejects.toMatchObject({ name: "PERMISSION_DENIED", code: 403, message });
  });

  it("are not there where the outputs are of an older version", () => {
    const { figures: _, ...older } = outputs;
    expect(figures(older)).toBeUndefined();
  });

  it("stand on log metrics of what a batch says, by the names it has", () => {
    const metric = infra.resources["google_logging_metric.events"] ?? {};
    const counted = [...JSON.stringify(metric.for_each).matchAll(/"?\\?"([a-z]+)\\?"/g)].map(([, name]) => name);
    expect(counted.sort()).toEqual(Object.keys((outputs.figures as FigureFilters).events).sort());
    expect(countNames).toEqual(expect.arrayContaining(counted));
    const { published, oldest } = infra.locals;
    expect(`${published} ${oldest}`).toContain("oldest_unacked_message_age");
  });
});
