/** Time that passes when it is told to: what waits is called in order, with all promises settled in between. */
export interface VirtualClock {
  nowMs(): number;
  after(ms: number, callBack: () => void): void;
  sleep(ms: number): Promise<void>;
  /** Until nothing waits any more. */
  runAll(): Promise<void>;
}

/** `isBusy`: something outside is under way that no time passes for, such as a call of a real server. */
export function virtualClock(startMs = 0, isBusy: () => boolean = () => false): VirtualClock {
  let nowMs = startMs;
  /** The earliest first; of one moment, in the order they came. */
  const waiting: { readonly atMs: number; readonly callBack: () => void }[] = [];
  async function settled(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve));
    while (isBusy());
  }
  function after(ms: number, callBack: () => void): void {
    const atMs = nowMs + ms;
    let [from, to] = [0, waiting.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((waiting[middle]?.atMs ?? 0) <= atMs) from = middle + 1;
      else to = middle;
    }
    waiting.splice(from, 0, { atMs, callBack });
  }
  return {
    nowMs: () => nowMs,
    after,
    sleep: (ms) => new Promise((resolve) => after(ms, resolve)),
    async runAll() {
      for (await settled(); waiting.length > 0; await settled()) {
        const next = waiting.shift();
        nowMs = next?.atMs ?? nowMs;
        next?.callBack();
      }
    },
  };
}
