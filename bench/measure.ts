/** Ratios in one run: the two sides in turn, so that a machine that slows down slows both. */

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

export async function compare(floor: () => unknown, ours: () => unknown, rounds = 9): Promise<Pair> {
  const [floorMs, oursMs, ratios]: [number[], number[], number[]] = [[], [], []];
  await time(floor);
  await time(ours);
  for (let round = 0; round < rounds; round++) {
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

/** Bytes that stay on the heap for what `make` answers. Needs `node --expose-gc`. */
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
