/** Pushes a source and waits until every record of it is acknowledged or given up, and in the lake. */
import { setTimeout as sleep } from "node:timers/promises";
import type { EncodedRecord } from "../cli/simulator/records.ts";
import type { Cloud, Push } from "./cloud.ts";
import type { Ledger } from "./ledger.ts";
import type { Source } from "./source.ts";

/** Without a rate, this many records may be in the stream: enough for full batches, and the lag stays short. */
const MAX_OPEN_RECORDS = 6_000;
const LOOK_AGAIN_MS = 20;
/** A call at least this often, so that a low rate is steady. */
const CALLS_PER_SECOND = 10;

export interface PushAllOptions {
  readonly cloud: Pick<Cloud, "push" | "lake">;
  readonly source: Source;
  /** Events a second. */
  readonly rate: number | undefined;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
}

export interface PushTimes {
  /** Until every record was acknowledged or given up. */
  readonly settledMs: number;
  /** Until everything was in the lake, too. */
  readonly elapsedMs: number;
  /** Records larger than the transport takes. */
  readonly leftOut: number;
}

/** Resolved early on abort. */
export async function pushAll({ cloud, source, rate, ledger, signal }: PushAllOptions): Promise<PushTimes> {
  const startedAtMs = Date.now();
  let [pushedEvents, leftOut] = [0, 0];
  const tooLarge = () => void leftOut++;
  for await (const { records, events } of calls(source.records, cloud.push, rate, tooLarge)) {
    if (rate === undefined) await until(() => ledger.openRecords() < MAX_OPEN_RECORDS);
    else await pause(startedAtMs + (pushedEvents / rate) * 1_000 - Date.now());
    if (signal.aborted) break;
    const positions = await cloud.push.put(records, signal);
    for (const [index, position] of positions.entries()) ledger.pushed(position, records[index]?.events ?? 0);
    pushedEvents += events;
  }
  await until(() => ledger.openRecords() === 0);
  const settledMs = Date.now() - startedAtMs;
  if (!signal.aborted) await cloud.lake.flush(signal);
  return { settledMs, elapsedMs: Date.now() - startedAtMs, leftOut };

  async function until(condition: () => boolean): Promise<void> {
    while (!condition() && !signal.aborted) await sleep(LOOK_AGAIN_MS);
  }

  async function pause(ms: number): Promise<void> {
    await sleep(Math.max(0, ms), undefined, { signal }).catch(() => {});
  }
}

interface Call {
  readonly records: readonly EncodedRecord[];
  readonly events: number;
}

/** The records in calls the cloud takes; small ones when the rate is low. */
async function* calls(
  records: Source["records"],
  { maxCallRecords, maxCallBytes, maxRecordBytes }: Push,
  rate: number | undefined,
  tooLarge: () => void,
): AsyncGenerator<Call> {
  const maxEvents = rate === undefined ? maxCallRecords : Math.min(maxCallRecords, Math.ceil(rate / CALLS_PER_SECOND));
  let waiting: EncodedRecord[] = [];
  let [bytes, events] = [0, 0];
  for await (const record of records) {
    if (record.bytes.length > maxRecordBytes) {
      tooLarge();
      continue;
    }
    if (waiting.length > 0 && (events + record.events > maxEvents || bytes + record.bytes.length > maxCallBytes)) {
      yield { records: waiting, events };
      waiting = [];
      bytes = 0;
      events = 0;
    }
    waiting.push(record);
    bytes += record.bytes.length;
    events += record.events;
  }
  if (waiting.length > 0) yield { records: waiting, events };
}
