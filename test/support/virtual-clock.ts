/** Time that passes when it is told to: what waits is called in order, with all promises settled in between. */
export interface VirtualClock {
  nowMs(): number;
  after(ms: number, callBack: () => void): void;
  sleep(ms: number): Promise<void>;
  /** Until nothing waits any more. */
  runAll(): Promise<void>;
}

export function virtualClock(): VirtualClock {
  let nowMs = 0;
  const waiting: { readonly atMs: number; readonly callBack: () => void }[] = [];
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const after = (ms: number, callBack: () => void) => void waiting.push({ atMs: nowMs + ms, callBack });
  return {
    nowMs: () => nowMs,
    after,
    sleep: (ms) => new Promise((resolve) => after(ms, resolve)),
    async runAll() {
      for (await settled(); waiting.length > 0; await settled()) {
        const atMs = Math.min(...waiting.map((one) => one.atMs));
        const next = waiting.findIndex((one) => one.atMs === atMs);
        nowMs = atMs;
        waiting.splice(next, 1)[0]?.callBack();
      }
    },
  };
}
