/** How far a reading of several sources at once has come: from there on everything has still to be read. */
import type { ReadBatch } from "../stage/transport.ts";

export interface Resume {
  /** To be told of every batch once it is done, and of every source as its reading begins, by a batch without records. */
  done(batch: ReadBatch): void;
  /** Epoch ms. */
  fromMs(): number;
}

export function newResume(fromMs: number): Resume {
  const reached = new Map<string, number>();
  return {
    done({ source, records, reachedMs }) {
      const last = reachedMs ?? records.at(-1)?.receivedAtMs;
      // What follows the last may have arrived in the same millisecond.
      if (last !== undefined || !reached.has(source)) reached.set(source, last ?? fromMs);
    },
    fromMs: () => (reached.size === 0 ? fromMs : Math.min(...reached.values())),
  };
}
