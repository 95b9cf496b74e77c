/** Pushes a source to both channels and waits until every record of it is acknowledged or given up, and in the lake. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Ledger } from "../ledger.ts";
import type { Source } from "../source.ts";
import { STREAM } from "./names.ts";
import { push } from "./pusher.ts";
import type { Stack } from "./stack.ts";

/** Without a rate, this many records may be in the stream: enough for full batches, and the lag stays short. */
const MAX_OPEN_RECORDS = 2_000;
const LOOK_AGAIN_MS = 20;

export interface PushAllOptions {
  readonly stack: Stack;
  readonly source: Source;
  /** Events a second. */
  readonly rate: number | undefined;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
}

/** Resolved early on abort. Answers how long it took, in milliseconds. */
export async function pushAll({ stack, source, rate, ledger, signal }: PushAllOptions): Promise<number> {
  const startedAtMs = Date.now();
  await push({
    client: stack.kinesis.client,
    streamName: STREAM,
    records: source.records,
    rate,
    async pushed(sequenceNumber, record) {
      ledger.pushed(sequenceNumber, record.events);
      await stack.lake.put(record);
    },
    ready: () => until(() => rate !== undefined || ledger.snapshot().openRecords < MAX_OPEN_RECORDS),
    signal,
  });
  await until(() => ledger.snapshot().openRecords === 0);
  await stack.lake.flush();
  return Date.now() - startedAtMs;

  async function until(condition: () => boolean): Promise<void> {
    while (!condition() && !signal.aborted) await sleep(LOOK_AGAIN_MS);
  }
}
