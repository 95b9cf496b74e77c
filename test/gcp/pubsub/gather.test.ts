/** Gathering as laws, over any interleaving of arrivals, durations and failures, in virtual time. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gather } from "../../../gcp/pubsub/gather.ts";
import { virtualClock } from "../../support/virtual-clock.ts";

interface Arrival {
  readonly atMs: number;
  readonly bytes: number;
  readonly isSuspect: boolean;
}

interface Processing {
  readonly tookMs: number;
  readonly end: "answers" | "answers short" | "fails";
}

interface Scenario {
  readonly arrivals: readonly Arrival[];
  /** Of the batches, in the order they begin; then from the first on again. */
  readonly processing: readonly Processing[];
  readonly waitMs: number;
  readonly maxItems: number;
  readonly maxUnderWay: number;
  readonly maxHeldBytes: number;
}

interface Batch {
  readonly ids: readonly number[];
  readonly startMs: number;
  endMs: number;
  readonly end: Processing["end"];
}

const MAX_BYTES = 100;

const scenarios: fc.Arbitrary<Scenario> = fc.record({
  arrivals: fc
    .array(
      fc.record({
        atMs: fc.integer({ min: 0, max: 300 }),
        bytes: fc.integer({ min: 0, max: 120 }),
        isSuspect: fc.boolean(),
      }),
      { minLength: 1, maxLength: 40 },
    )
    .map((all) => all.toSorted((a, b) => a.atMs - b.atMs)),
  processing: fc.array(
    fc.record({
      tookMs: fc.integer({ min: 0, max: 200 }),
      end: fc.constantFrom<Processing["end"]>("answers", "answers", "answers short", "fails"),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  waitMs: fc.integer({ min: 0, max: 60 }),
  maxItems: fc.integer({ min: 1, max: 8 }),
  maxUnderWay: fc.integer({ min: 1, max: 4 }),
  maxHeldBytes: fc.constantFrom(150, 400, 1e9),
});

async function run({ arrivals, processing, ...limits }: Scenario) {
  const clock = virtualClock();
  const batches: Batch[] = [];
  const results = new Map<number, { readonly result: string | undefined; readonly atMs: number }>();
  const take = gather<number, string>({
    ...limits,
    maxBytes: MAX_BYTES,
    pick: () => 0,
    after: clock.after,
    async process(ids) {
      const { tookMs, end } = processing[batches.length % processing.length] as Processing;
      const batch: Batch = { ids, startMs: clock.nowMs(), endMs: Number.POSITIVE_INFINITY, end };
      batches.push(batch);
      await clock.sleep(tookMs);
      batch.endMs = clock.nowMs();
      if (end === "fails") throw new Error("failed");
      return ids.slice(0, end === "answers short" ? -1 : undefined).map((id) => `of ${id}`);
    },
  });
  for (const [id, { atMs, bytes, isSuspect }] of arrivals.entries())
    clock.after(atMs, () => {
      void take({ item: id, bytes, isSuspect }).then((result) => results.set(id, { result, atMs: clock.nowMs() }));
    });
  await clock.runAll();
  return { batches, results, batchOf: (id: number) => batches.find(({ ids }) => ids.includes(id)) };
}

const holds = (law: (scenario: Scenario, ran: Awaited<ReturnType<typeof run>>) => void) =>
  fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => law(scenario, await run(scenario))),
    { numRuns: 300 },
  );

describe("gathering", () => {
  it("gives everyone the result of their own item or none, whatever fails, and leaves nobody waiting", () =>
    holds(({ arrivals }, { results, batches, batchOf }) => {
      expect(results.size).toBe(arrivals.length);
      for (const [id, { result }] of results) {
        const batch = batchOf(id);
        const isAnswered = batch?.end === "answers" || (batch?.end === "answers short" && batch.ids.at(-1) !== id);
        expect(result).toBe(isAnswered ? `of ${id}` : undefined);
      }
      expect(new Set(batches.flatMap(({ ids }) => ids)).size).toBe(batches.flatMap(({ ids }) => ids).length);
    }));

  it("answers in the moment the batch is through", () =>
    holds((_, { results, batchOf }) => {
      for (const [id, { atMs }] of results) expect(atMs).toBe(batchOf(id)?.endMs ?? atMs);
    }));

  it("lets nobody wait longer than the bound, but for a batch that is under way until then", () =>
    holds(({ arrivals, waitMs }, { batches, batchOf }) => {
      for (const [id, { atMs }] of arrivals.entries()) {
        const batch = batchOf(id);
        if (batch === undefined || batch.startMs <= atMs + waitMs) continue;
        // It begins in the very moment another one ends.
        expect(batches.some(({ endMs }) => endMs === batch.startMs)).toBe(true);
      }
    }));

  it("lets nobody wait longer than the bound where slots are free", () =>
    fc.assert(
      fc.asyncProperty(scenarios, async (scenario) => {
        const arrivals = scenario.arrivals.map((arrival) => ({ ...arrival, isSuspect: false }));
        const { batchOf } = await run({ ...scenario, arrivals, maxUnderWay: 1_000, maxHeldBytes: 1e9 });
        for (const [id, { atMs }] of arrivals.entries())
          expect(batchOf(id)?.startMs).toBeLessThanOrEqual(atMs + scenario.waitMs);
      }),
    ));

  it("keeps to its limits: items, bytes, batches at once, and what it holds", () =>
    holds(({ arrivals, maxItems, maxUnderWay, maxHeldBytes }, { batches, results }) => {
      const bytesOf = (ids: readonly number[]) => ids.reduce((sum, id) => sum + (arrivals[id]?.bytes ?? 0), 0);
      for (const { ids, startMs } of batches) {
        expect(ids.length).toBeLessThanOrEqual(maxItems);
        if (ids.length > 1) expect(bytesOf(ids)).toBeLessThanOrEqual(MAX_BYTES);
        const meanwhile = batches.filter((one) => one.startMs <= startMs && one.endMs > startMs);
        expect(meanwhile.length).toBeLessThanOrEqual(maxUnderWay);
        const held = [...results].filter(
          ([id, { atMs }]) =>
            (arrivals[id]?.atMs ?? 0) < startMs && atMs > startMs && batches.some((b) => b.ids.includes(id)),
        );
        if (held.length > 1) expect(bytesOf(held.map(([id]) => id))).toBeLessThanOrEqual(maxHeldBytes);
      }
    }));

  it("keeps the order of arrival, among those that are no suspects and among those that are", () =>
    holds(({ arrivals }, { batches }) => {
      for (const kind of [true, false]) {
        const ids = batches.flatMap((batch) => batch.ids).filter((id) => arrivals[id]?.isSuspect === kind);
        expect(ids).toEqual(ids.toSorted((a, b) => a - b));
      }
    }));

  it("processes suspects with nothing else under way: one first, twice as many after each batch that is survived", () =>
    holds(({ arrivals }, { batches }) => {
      let most = 1;
      for (const batch of batches) {
        const kinds = new Set(batch.ids.map((id) => arrivals[id]?.isSuspect));
        expect(kinds.size).toBe(1);
        if (!kinds.has(true)) continue;
        expect(batch.ids.length).toBeLessThanOrEqual(most);
        most *= 2;
        const others = batches.filter((one) => one !== batch && one.startMs < batch.endMs && one.endMs > batch.startMs);
        expect(others).toEqual([]);
      }
    }));

  it("makes one batch of what comes at once, and none of what is alone wait for more than the bound", async () => {
    const arrivals = Array.from({ length: 5 }, () => ({ atMs: 10, bytes: 1, isSuspect: false }));
    const options = { waitMs: 50, maxItems: 100, maxUnderWay: 4, maxHeldBytes: 1e9 };
    const processing = [{ tookMs: 5, end: "answers" }] as const;
    const { batches } = await run({ arrivals, processing, ...options });
    expect(batches).toMatchObject([{ ids: [0, 1, 2, 3, 4], startMs: 60, endMs: 65 }]);
  });

  it("turns away what is more than it may hold, for as long as it holds that", async () => {
    const arrivals = [80, 80, 10, 80].map((bytes, id) => ({ atMs: id < 3 ? 0 : 100, bytes, isSuspect: false }));
    const options = { waitMs: 50, maxItems: 100, maxUnderWay: 4, maxHeldBytes: 100 };
    const { results } = await run({ arrivals, processing: [{ tookMs: 5, end: "answers" }], ...options });
    expect([...results].toSorted(([a], [b]) => a - b).map(([, { result }]) => result)).toEqual([
      "of 0",
      undefined,
      "of 2",
      "of 3",
    ]);
  });

  it("gives every suspect its turn to be the first, in whatever order they come again", async () => {
    const firstOf = async (pick: (count: number) => number) => {
      const processed: string[] = [];
      const ask = gather<string, string>({
        waitMs: 0,
        maxItems: 10,
        maxBytes: 1e9,
        maxHeldBytes: 1e9,
        maxUnderWay: 4,
        pick,
        after: (_, callBack) => void setTimeout(callBack, 0),
        process: async (items) => {
          processed.push(...items);
          return items;
        },
      });
      await Promise.all(["deadly", "b", "c"].map((item) => ask({ item, bytes: 1, isSuspect: true })));
      return processed[0];
    };
    const firsts = await Promise.all([0, 1, 2].map((place) => firstOf((count) => Math.min(place, count - 1))));
    expect(firsts).toEqual(["deadly", "b", "c"]);
  });
});
