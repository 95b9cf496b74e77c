/** Ratios in one run: the two sides in turn, so that a machine that slows down slows both. */

const ROUNDS = 9;
/** What a function that has handled a few batches is like: compiled, and its memos filled. */
const WARM_UPS = 3;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

export interface Pair {
  readonly floorMs: number;
  readonly oursMs: number;
  /** Speed to the floor: 1 is as fast, 0.5 takes twice the time. Median of the pairs. */
  readonly ratio: number;
}

export async function compare(floor: () => unknown, ours: () => unknown): Promise<Pair> {
  const [floorMs, oursMs, ratios]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < WARM_UPS; round++) {
    await time(floor);
    await time(ours);
  }
  for (let round = 0; round < ROUNDS; round++) {
    const a = await time(floor);
    const b = await time(ours);
    floorMs.push(a);
    oursMs.push(b);
    ratios.push(a / b);
  }
  return { floorMs: median(floorMs), oursMs: median(oursMs), ratio: median(ratios) };
}

async function time(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * Bytes that stay on the heap for what `make` answers. Needs `node --expose-gc`.
 *
 * Measured last: a full collection drops what V8 has learnt of objects that are dead by then, and the code that made
 * them is slow for some rounds after it, as no function is that nobody collects by hand.
 */
export function retainedBytes(make: () => unknown): number {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error("Run with node --expose-gc");
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = make();
  collect();
  const after = process.memoryUsage().heapUsed;
  // Read after the collection, so that it cannot be collected before.
  return kept === undefined ? Number.NaN : after - before;
}
