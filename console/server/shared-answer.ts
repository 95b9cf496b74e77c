/** An answer that takes many reads, given to all who ask for it within a while. */
export type Shared<T> = () => Promise<T>;

/** What fails is not kept. */
export function newShared<T>(read: () => Promise<T>, keptMs: number): Shared<T> {
  let kept: Promise<T> | undefined;
  let readAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    if (kept !== undefined && performance.now() - readAtMs < keptMs) return kept;
    readAtMs = performance.now();
    const reading = read();
    kept = reading;
    reading.catch(() => {
      if (kept === reading) kept = undefined;
    });
    return reading;
  };
}
