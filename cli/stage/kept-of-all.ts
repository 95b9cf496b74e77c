/** How far back shards go together, each of which lets go of its oldest records by itself. */
import type { Kept } from "./transport.ts";

export interface ShardKept {
  /** When its oldest record arrived, epoch ms. */
  readonly oldestMs: number;
  /** How many came before that one. */
  readonly letGo: number;
}

export function keptOfAll(shards: readonly ShardKept[]): Kept {
  // Of the oldest's own millisecond some may be gone; a shard that has let go of nothing has all.
  const since = shards.map(({ oldestMs, letGo }) => (letGo === 0 ? 0 : oldestMs + 1));
  return {
    sinceMs: Math.max(0, ...since),
    oldestMs: Math.min(...since),
    letGo: shards.reduce((sum, { letGo }) => sum + letGo, 0),
  };
}
