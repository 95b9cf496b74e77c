/**
 * An hour without the lake, by a clock that the test moves: the mapping's own rules, the lake's own core and sink, a put that
 * refuses. That the tables do not wait for it is shown with everything running, in lake-outage.test.ts.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLake } from "../../../../cli/query-duckdb.ts";
import { buildResponse, getRecords, sourceOf } from "../../../../functions/kinesis/records.ts";
import { lakeMapping } from "../../../../local/aws/event-source-mapping.ts";
import { newBatch } from "../../../../local/aws/poller/batch.ts";
import type { StreamRecord } from "../../../../local/aws/poller/event.ts";
import { gather } from "../../../../local/aws/poller/gather.ts";
import { settle } from "../../../../local/aws/poller/settle.ts";
import { landing, type PutFile } from "../../../../shared/lake/landing.ts";
import { partitionOf } from "../../../../shared/lake/table.ts";
import { processRecords } from "../../../support/core.ts";
import { locationUpdate } from "../../../support/events.ts";

const START_MS = Date.parse("2026-03-02T10:30:00Z");
const MINUTE_MS = 60_000;
const OUTAGE = { fromMs: START_MS + 5 * MINUTE_MS, untilMs: START_MS + 65 * MINUTE_MS };
const source = { streamArn: "arn:aws:kinesis:eu-west-1:000000000000:stream/push", shardId: "shardId-000000000000" };

/** One every 20 seconds for an hour and a quarter. */
const records = Array.from({ length: 225 }, (_, index): StreamRecord => {
  const atMs = START_MS + index * 20_000;
  const event = locationUpdate({ recordUid: `event-${index}`, recordTimestamp: atMs });
  return {
    sequenceNumber: String(index).padStart(6, "0"),
    partitionKey: "key",
    data: Buffer.from(`${JSON.stringify(event)}\n`),
    arrivedAtMs: atMs,
  };
});

describe("an hour in which the lake takes nothing", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "outage-hour-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("gives up nothing, and leaves every event in the lake, once, in the hour it arrived", async () => {
    let nowMs = START_MS;
    const seen = { refusals: 0, discarded: 0, acknowledgedMs: [] as number[] };
    const put: PutFile = async ({ key, bytes }) => {
      if (nowMs >= OUTAGE.fromMs && nowMs < OUTAGE.untilMs) {
        seen.refusals++;
        throw Object.assign(new Error("no"), { name: "SlowDown" });
      }
      await mkdir(dirname(join(directory, key)), { recursive: true });
      await writeFile(join(directory, key), bytes);
    };
    for (let next = 0; next < records.length; ) {
      const oldest = records[next]?.arrivedAtMs ?? 0;
      nowMs = Math.max(nowMs, oldest + lakeMapping.maximumBatchingWindowInSeconds * 1_000);
      const { count } = gather(
        records.slice(next).filter(({ arrivedAtMs }) => arrivedAtMs <= nowMs),
        lakeMapping,
      );
      await settle(newBatch(records.slice(next, next + count)), {
        mapping: lakeMapping,
        source,
        async invoke(event) {
          const sinks = [landing(put, sourceOf(event))];
          const { answer } = buildResponse(await processRecords(getRecords(event), { sinks }));
          return { requestId: "r", kind: "answered", response: answer, logs: [] };
        },
        acknowledge: (done) => seen.acknowledgedMs.push(...done.map(() => nowMs)),
        async discard({ records: given }) {
          seen.discarded += given.length;
        },
        observe: () => undefined,
        now: () => nowMs,
        async sleep(ms) {
          nowMs += ms;
        },
        stopped: () => false,
      });
      next += count;
    }

    expect(seen.refusals).toBeGreaterThan(1_000);
    expect(seen.discarded).toBe(0);
    expect(seen.acknowledgedMs.filter((ms) => ms >= OUTAGE.fromMs && ms < OUTAGE.untilMs)).toEqual([]);
    // What waited for it is there a minute after it is over.
    const waited = records.findLastIndex(({ arrivedAtMs }) => arrivedAtMs < OUTAGE.untilMs);
    expect(seen.acknowledgedMs[waited]).toBeLessThan(OUTAGE.untilMs + MINUTE_MS);
    const lake = await openLake(directory);
    const { rows } = await lake.sql("SELECT record_uid, dt, hour FROM events ORDER BY record_uid");
    lake.close();
    const wanted = records.map(({ arrivedAtMs }, index) => {
      const { dt, hour } = partitionOf(arrivedAtMs);
      return [`event-${index}`, dt, hour];
    });
    expect(rows).toEqual(wanted.sort(([a = ""], [b = ""]) => (String(a) < String(b) ? -1 : 1)));
  });
});
