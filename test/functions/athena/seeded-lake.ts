/** A lake of simulated days, delivered as a stage's would be: late, twice, into the partition of arrival. */
import { simulate } from "../../../cli/simulator/simulate.ts";
import { writeRows } from "../../../local/aws/firehose/files.ts";
import { coreConfiguration } from "../../../runtime/configuration.ts";
import { startCore } from "../../../runtime/start-core.ts";
import { batchInNoHurry } from "../../../shared/batch/batch.ts";
import { processBatch } from "../../../shared/batch/process-batch.ts";
import { jsonLine } from "../../../shared/lake/json-line.ts";
import { partitionOf } from "../../../shared/lake/table.ts";
import type { Row } from "../../../shared/row.ts";

const HOUR_MS = 3_600_000;

/** Two of them on one day, one over midnight UTC, one after the period that is asked for. */
const starts = ["2026-03-02T09:30:00Z", "2026-03-02T14:50:00Z", "2026-03-04T23:55:00Z", "2026-03-09T10:00:00Z"];
const EVENTS_PER_START = 6_000;
const EVENTS_PER_SECOND = 10;
/** Each start is an hour of the buildings: time enough to walk over to another, or to be silent. */
const TIME_SCALE = 6;

/** Every row that arrived, copies included. */
export async function fillSeededLake(directory: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [seed, start] of starts.entries()) {
    const startMs = Date.parse(start);
    const events = {
      events: EVENTS_PER_START,
      seed: seed + 1,
      startMs,
      eventsPerSecond: EVENTS_PER_SECOND,
      timeScale: TIME_SCALE,
    };
    rows.push(...(await rowsOf([...simulate(events), ...partnerEvents(startMs)])));
  }
  // Two in a hundred arrive once more, an hour or a day later.
  const copies = rows
    .filter((_, index) => index % 50 === 7)
    .map((row, index) => ({ ...row, received_at: row.received_at + HOUR_MS * (index % 2 === 0 ? 1 : 23) }));
  const arrived = [...rows, ...copies];
  const byPartition = Map.groupBy(arrived, ({ received_at }) => JSON.stringify(partitionOf(received_at)));
  for (const inPartition of byPartition.values()) {
    const delivered = inPartition.map((row) => JSON.parse(jsonLine(row)) as Partial<Row>);
    await writeRows(directory, "lake", delivered, inPartition[0]?.received_at ?? 0);
  }
  return arrived;
}

async function rowsOf(events: readonly { recordTimestamp: number }[]): Promise<readonly Row[]> {
  const core = await startCore(
    coreConfiguration({ PRIVACY_KEY: "0123456789abcdef0123456789abcdef" }),
    true,
    async () => undefined,
  );
  const records = events.map((event, index) => ({
    position: String(index),
    payload: Buffer.from(JSON.stringify(event)),
    receivedAtMs: event.recordTimestamp + 500 + (index % 40) * 100,
  }));
  const deadLetter = { put: () => Promise.reject(new Error("every simulated event is valid")) };
  const outcomes = await processBatch(batchInNoHurry(records, "test"), { ...core, sinks: [], deadLetter });
  return outcomes.flatMap(({ parts }) => parts.flatMap((fate) => (fate.status === "stored" ? [fate.row] : [])));
}

function partnerEvents(startMs: number) {
  return Array.from({ length: 5 }, (_, index) => ({
    // One uid for all of a start: the events differ in tenant and time, as those that meet by chance do.
    recordUid: `partner-${startMs}`,
    recordTimestamp: startMs + index * 1_000,
    spacesTenantId: `tenant-${index % 2}`,
    eventType: index === 0 ? "PARTNER_RARE" : "PARTNER_SPECIAL",
    partnerSpecial: { note: "a type nobody listed" },
  }));
}
