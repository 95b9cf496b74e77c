/** How far the lake's function is with what was pushed, so that a run can wait for it; and what became of the rows. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Delivery } from "./cloud.ts";

const LOOK_AGAIN_MS = 20;

export interface LandingProgress {
  /** So many records were taken by the stream. */
  pushed(records: number): void;
  delivered(delivery: Delivery): void;
  /** So many records the stream will not deliver again. */
  settled(records: number): void;
  givenUp(records: number): void;
  /** Resolved when all that was pushed is settled; early on abort. */
  caughtUp(signal: AbortSignal | undefined): Promise<void>;
  readonly rows: () => number;
  /** Events that could not be written, and records that were given up. */
  readonly failed: () => number;
}

export function newLandingProgress(): LandingProgress {
  let [open, rows, failed] = [0, 0, 0];
  return {
    pushed(records) {
      open += records;
    },
    delivered({ report }) {
      rows += report?.stored ?? 0;
      failed += report?.rejected ?? 0;
    },
    settled(records) {
      open -= records;
    },
    givenUp(records) {
      open -= records;
      failed += records;
    },
    async caughtUp(signal) {
      while (open > 0 && !signal?.aborted) await sleep(LOOK_AGAIN_MS);
    },
    rows: () => rows,
    failed: () => failed,
  };
}
