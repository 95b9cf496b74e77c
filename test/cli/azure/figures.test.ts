/** The figures of a stage by its outputs, over HTTP, from a workspace and a Resource Manager of which the test says what they know. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { batchesQuery, rejectedQuery } from "../../../cli/azure/batch-figures.ts";
import { azureFigures } from "../../../cli/azure/figures.ts";
import type { Outputs } from "../../../cli/azure/outputs.ts";
import { infra, written } from "../../azure/infra-files.ts";
import { type Answer, type Asked, type HttpStandIn, startHttpStandIn } from "../../support/http-stand-in.ts";
import { kustoAnalyser } from "../../support/kusto.ts";

const NOW_MS = Date.parse("2026-03-02T12:00:30Z");
const { signal } = new AbortController();
const hubId = "/subscriptions/sub-1/resourceGroups/spaces-prod/providers/Microsoft.EventHub/namespaces/n/eventhubs/h";
const queries = { lines: "LINES", batches: "BATCHES" };
const outputs: Outputs = {
  workspace_id: "workspace-1",
  log_queries: queries,
  alerts: {
    "spaces-prod-silence": "Nothing was pushed.",
    "spaces-prod-late": "Records wait.",
    "spaces-prod-rate": "More.",
  },
  event_hub: { id: hubId, host: "n.servicebus.windows.net", name: "h", consumer_group: "g", retention_days: 7 },
  table_endpoints: ["https://tables0.table.core.windows.net/", "https://tables1.table.core.windows.net/"],
  lake: "https://data.blob.core.windows.net/lake",
};

type Rows = readonly (readonly unknown[])[];
const tableOf = (names: readonly string[], rows: Rows) => ({
  tables: [{ name: "PrimaryResult", columns: names.map((name) => ({ name, type: "dynamic" })), rows }],
});
const stepColumns = "service step stored duplicate ignored rejected retry lag batches failed".split(" ");

describe("The figures of a stage on Azure", () => {
  let azure: HttpStandIn;
  let steps: Rows;
  let rejected: Rows;
  let operations: (asked: Asked) => Answer;
  let rang: (asked: Asked) => Answer;
  const scopes: (string | string[])[] = [];
  const credential = {
    async getToken(scope: string | string[]) {
      scopes.push(scope);
      return { token: "a-token", expiresOnTimestamp: Number.POSITIVE_INFINITY };
    },
  };

  beforeEach(async () => {
    [steps, rejected] = [[], []];
    operations = () => ({ json: { value: [{ timeseries: [] }] } });
    rang = () => ({ json: { value: [] } });
    azure = await startHttpStandIn((asked) => {
      const { pathname } = asked.url;
      if (pathname.endsWith("/providers/Microsoft.AlertsManagement/alerts")) return rang(asked);
      if (pathname.endsWith("/providers/Microsoft.Insights/metrics")) return operations(asked);
      const { query } = JSON.parse(asked.body) as { readonly query: string };
      return {
        json: query.startsWith("BATCHES")
          ? tableOf(stepColumns, steps)
          : tableOf(["service", "code", "events"], rejected),
      };
    });
  });
  afterEach(() => azure.close());

  function figures(given: Outputs = outputs) {
    const endpoints = { workspaces: `${azure.endpoint}/v1/workspaces`, management: azure.endpoint };
    return azureFigures({ outputs: given, credential, nowMs: () => NOW_MS, endpoints });
  }
  const look = async () => {
    const found = await figures()?.look(signal);
    if (found === undefined) throw new Error("there are no figures");
    return found;
  };

  it("invent nothing where nothing was measured", async () => {
    const { channels, cost, missing } = await look();
    expect(channels.map(({ channel }) => channel)).toEqual(["event-hubs", "lake"]);
    for (const channel of channels) {
      expect(channel.rate).toEqual(Array(180).fill(null));
      expect(channel.lagMs).toEqual(Array(180).fill(null));
      for (const name of ["outcomes", "batches", "rejections", "unitsPerEvent"])
        expect(channel).not.toHaveProperty(name);
    }
    expect(cost).toBeUndefined();
    expect(missing).not.toEqual([]);
  });

  it("have rate, lag, outcomes, rejections, batches and operations of the last three hours", async () => {
    steps = [
      ["event-hubs", "2026-03-02T11:59:00Z", 60, 0, 0, 0, 0, null, 1, 0],
      ["event-hubs", "2026-03-02T12:00:00Z", 540, 30, 20, 10, 7, 850, 3, 1],
      ["lake", "2026-03-02T12:00:00Z", 600, 0, 0, 0, 0, 400, 2, 0],
    ];
    rejected = [["event-hubs", "malformed-json", 10]];
    operations = () => ({ json: { value: [{ timeseries: [{ data: [{ total: 600 }, {}, { total: 390 }] }] }] } });
    const { channels, cost, missing } = await look();
    const [hub, lake] = channels;
    expect(hub?.rate.slice(-3)).toEqual([null, 1, 10]);
    expect(hub?.lagMs.slice(-2)).toEqual([null, 850]);
    expect(hub).toMatchObject({
      stepMs: 60_000,
      countedFromMs: Date.parse("2026-03-02T09:01Z"),
      outcomes: { stored: 600, duplicate: 30, ignored: 20, rejected: 10, retry: 7 },
      rejections: { "malformed-json": 10 },
      batches: { count: 4, failed: 1 },
      // Of two accounts.
      unitsPerEvent: 3,
      unit: "operations",
    });
    expect(lake).toMatchObject({ outcomes: { stored: 600 }, batches: { count: 2, failed: 0 }, rejections: {} });
    expect(cost?.says).toContain("660 events in the last 3 hours");
    expect(missing).toHaveLength(1);
  });

  it("ask the workspace and each account, each for the same three hours and with a token of its own", async () => {
    scopes.length = 0;
    await look();
    const paths = azure.asked.map(({ url }) => url.pathname);
    expect(paths.filter((path) => path === "/v1/workspaces/workspace-1/query")).toHaveLength(2);
    expect(paths).toContain(
      "/subscriptions/sub-1/resourceGroups/spaces-prod/providers/Microsoft.Storage/storageAccounts/tables1/tableServices/default/providers/Microsoft.Insights/metrics",
    );
    const span = "2026-03-02T09:01:00.000Z/2026-03-02T12:01:00.000Z";
    for (const { url, body, headers } of azure.asked) {
      expect(url.searchParams.get("timespan") ?? JSON.parse(body).timespan).toBe(span);
      expect(headers.authorization).toBe("Bearer a-token");
    }
    expect(new Set(scopes)).toEqual(new Set(["https://api.loganalytics.io/.default", `${azure.endpoint}/.default`]));
  });

  it("go without operations that may not be counted, and name the right", async () => {
    steps = [["event-hubs", "2026-03-02T12:00:00Z", 540, 0, 0, 0, 0, 850, 3, 1]];
    const message =
      "The client 'x' with object id 'y' does not have authorization to perform action 'Microsoft.Insights/metrics/read' over scope 'z'.";
    operations = () => ({ status: 403, json: { error: { code: "AuthorizationFailed", message } } });
    const { channels, missing } = await look();
    expect(channels[0]).not.toHaveProperty("unitsPerEvent");
    expect(missing).toContain(
      "operations per event: you may not look (AuthorizationFailed: Microsoft.Insights/metrics/read)",
    );
  });

  it("have the alerts there are: what rings since when, what is over, and what never rang", async () => {
    const instance = (name: string, monitorCondition: string, startDateTime: string, ended?: string) => ({
      properties: {
        essentials: {
          // Azure does not keep the case of an id.
          alertRule: `/subscriptions/sub-1/resourceGroups/spaces-prod/providers/microsoft.insights/scheduledqueryrules/${name.toUpperCase()}`,
          monitorCondition,
          startDateTime,
          ...(ended !== undefined && { monitorConditionResolvedDateTime: ended }),
        },
      },
    });
    const again = instance("spaces-prod-silence", "Fired", "2026-03-02T11:00:00Z");
    const other = instance("somebody-elses", "Fired", "2026-03-02T11:00:00Z");
    const before = instance("spaces-prod-silence", "Resolved", "2026-02-27T11:00:00Z", "2026-02-27T12:00:00Z");
    const late = instance("spaces-prod-late", "Resolved", "2026-03-01T11:00:00Z", "2026-03-01T12:00:00Z");
    rang = ({ url }) => {
      if (url.searchParams.get("page") === "2") return { json: { value: [before, late] } };
      expect(url.pathname).toBe("/subscriptions/sub-1/providers/Microsoft.AlertsManagement/alerts");
      expect(url.searchParams.get("targetResourceGroup")).toBe("spaces-prod");
      const nextLink = `${azure.endpoint}${url.pathname}?page=2`;
      return { json: { value: [again, other], nextLink } };
    };
    expect(await figures()?.alarms?.(signal)).toEqual([
      {
        name: "spaces-prod-silence",
        state: "alarm",
        since: Date.parse("2026-03-02T11:00Z"),
        says: "Nothing was pushed.",
      },
      { name: "spaces-prod-late", state: "ok", since: Date.parse("2026-03-01T12:00Z"), says: "Records wait." },
      { name: "spaces-prod-rate", state: "ok", says: "More." },
    ]);
  });

  it("send their token nowhere else, whatever an answer says", async () => {
    rang = () => ({ json: { value: [], nextLink: "http://elsewhere.example/alerts" } });
    await figures()?.alarms?.(signal);
    expect(azure.asked).toHaveLength(1);
  });

  it("are not there where the outputs are of an older version", () => {
    const { log_queries: _, ...older } = outputs;
    expect(figures(older)).toBeUndefined();
  });

  it("ask what Azure Monitor would understand, in the words of the alerts", () => {
    const complaints = kustoAnalyser();
    const own = { lines: written(String(infra.locals.lines)), batches: written(String(infra.locals.batches)) };
    expect(own.batches).toContain("AppTraces");
    for (const query of [batchesQuery(own), rejectedQuery(own)])
      expect([query, complaints(query)]).toEqual([query, []]);
    expect(JSON.stringify(infra.outputs.log_queries)).toContain("local.batches");
  });
});
