/** Records of a shard that are delivered one batch at a time: the whole shard, or the partition keys of one lane. */
import { type Batch, newBatch } from "./batch.ts";
import type { StreamRecord } from "./event.ts";
import { gather, waitMs } from "./gather.ts";
import type { Mapping } from "./mapping.ts";

export interface Lane {
  add(records: readonly StreamRecord[]): void;
  /** Records read and not yet in a batch. */
  waiting(): number;
  /** Delivers until finished; rejects when a batch cannot be settled. */
  run(): Promise<void>;
  /** Makes a lane that waits look again. */
  wake(): void;
}

export interface LaneOptions {
  readonly mapping: Mapping;
  readonly settle: (batch: Batch) => Promise<void>;
  readonly now: () => number;
  /** Asked before each batch: stopped, or nothing is left to come. */
  readonly isFinished: () => boolean;
  /** Called when records have left the lane for a batch. */
  readonly drained: () => void;
}

export function newLane({ mapping, settle, now, isFinished, drained }: LaneOptions): Lane {
  let records: StreamRecord[] = [];
  let firstReadAtMs = 0;
  let wake: () => void = () => {};

  /** Until woken, or for so long. */
  function pause(ms?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return {
    add(more) {
      if (more.length === 0) return;
      if (records.length === 0) firstReadAtMs = now();
      records = records.concat(more);
      wake();
    },
    waiting: () => records.length,
    wake: () => wake(),
    async run() {
      while (!isFinished()) {
        const gathered = gather(records, mapping);
        const ms = waitMs(gathered, firstReadAtMs, now(), mapping);
        if (gathered.count === 0) await pause();
        else if (ms > 0) await pause(ms);
        else {
          const batch = newBatch(records.slice(0, gathered.count));
          records = records.slice(gathered.count);
          firstReadAtMs = now();
          drained();
          await settle(batch);
        }
      }
    },
  };
}
