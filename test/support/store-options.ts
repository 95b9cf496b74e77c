/** A store that keeps everything for a day and waits for nothing. */
import type { StoreOptions } from "../../shared/state/store.ts";

const DAY_SECONDS = 86_400;

export const testOptions: StoreOptions & { readonly historyTtlSeconds: number } = {
  historyTtlSeconds: DAY_SECONDS,
  stateTtlSeconds: DAY_SECONDS,
  historyExcludedTypes: new Set<string>(),
  stillPositions: undefined,
  backOff: { wait: async () => {} },
  nowMs: Date.now,
};
