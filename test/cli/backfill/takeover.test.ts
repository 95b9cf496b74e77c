import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recordsOfLines } from "../../../cli/backfill/records.ts";
import { type FindPause, pauseFinder, untilBack } from "../../../cli/backfill/takeover.ts";
import { bytesOf } from "../../support/core.ts";
import { memoryTransport } from "../../support/memory-transport.ts";

const MINUTE_MS = 60_000;
const FROM_MS = 1_700_000_000_000;
const { signal } = new AbortController();
const pushed = bytesOf('{"recordUid":"a"}\n');
const [pulled = pushed] = recordsOfLines([bytesOf('{"recordUid":"b"}')]);

/** Seconds after `FROM_MS` at which something arrives; the clock is at `now` of them. */
function finderOver(seconds: readonly number[], now: number, pulledAt: readonly number[] = []) {
  let nowMs = FROM_MS + now * 1_000;
  const transport = memoryTransport(() => nowMs);
  const arrive = (payload: Uint8Array, at: number) => transport.push(payload, FROM_MS + at * 1_000);
  for (const at of seconds) arrive(pushed, at);
  for (const at of pulledAt) arrive(pulled, at);
  const { read } = transport;
  if (read === undefined) throw new Error("it can be read");
  const find = pauseFinder({ read, fromMs: FROM_MS, leastMs: MINUTE_MS, nowMs: () => nowMs });
  return {
    find: () => find(signal),
    push: (at: number) => arrive(pushed, at),
    setNow: (at: number) => (nowMs = FROM_MS + at * 1_000),
  };
}

const every = (step: number, from: number, to: number) =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step);
const at = (seconds: number) => FROM_MS + seconds * 1_000;

describe("where the push fell silent and was back", () => {
  it("is the first pause that is long enough, and no later one", async () => {
    const { find } = finderOver([...every(5, 0, 100), ...every(5, 1_500, 1_600), ...every(5, 2_500, 2_600)], 3_000);
    expect(await find()).toEqual({ sinceMs: at(95), untilMs: at(1_500) });
  });

  it("is a pause that lasts, as long as nothing comes; what was pulled meanwhile is no push", async () => {
    const { find, push, setNow } = finderOver(every(5, 0, 100), 900, every(1, 200, 880));
    expect(await find()).toEqual({ sinceMs: at(95), untilMs: undefined });
    setNow(1_200);
    expect(await find()).toEqual({ sinceMs: at(95), untilMs: undefined });
    push(1_250);
    setNow(1_300);
    expect(await find()).toEqual({ sinceMs: at(95), untilMs: at(1_250) });
  });

  it("is nowhere while the push never pauses for so long", async () => {
    const { find } = finderOver(every(50, 0, 3_000), 3_000);
    expect(await find()).toBeUndefined();
  });

  it("begins with the time asked from, where nothing came since", async () => {
    expect(await finderOver([], 600).find()).toEqual({ sinceMs: FROM_MS, untilMs: undefined });
    expect(await finderOver([400], 600).find()).toEqual({ sinceMs: FROM_MS, untilMs: at(400) });
  });

  it("is the same in whatever steps it is looked for", async () => {
    const seconds = fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        seconds,
        fc.array(fc.integer({ min: 0, max: 4_500 }), { maxLength: 5 }),
        async (arrivals, looks) => {
          const sorted = [...arrivals].sort((a, b) => a - b);
          const { find, setNow } = finderOver(sorted, 0);
          for (const look of [...looks].sort((a, b) => a - b)) {
            setNow(look);
            await find();
          }
          setNow(4_500);
          const first = sorted.findIndex((second, index) => second - (sorted[index - 1] ?? 0) >= 60);
          const last = sorted.at(-1) ?? 0;
          const expected =
            first === -1
              ? { sinceMs: at(last), untilMs: undefined }
              : { sinceMs: at(sorted[first - 1] ?? 0), untilMs: at(sorted[first] ?? 0) };
          expect(await find()).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("waiting for the push to be back", () => {
  const sleep = async () => {};

  it("goes on looking when a look fails, and says that it did", async () => {
    const looks = [new Error("throttled"), { sinceMs: at(1), untilMs: undefined }, { sinceMs: at(1), untilMs: at(9) }];
    const findPause: FindPause = async () => {
      const look = looks.shift();
      if (look instanceof Error) throw look;
      return look;
    };
    const missed: unknown[] = [];
    const untilMs = await untilBack(findPause, { signal, sleep, missed: (error) => missed.push(error) });
    expect(untilMs).toBe(at(9));
    expect(missed).toEqual([new Error("throttled")]);
  });

  it("ends at the signal without another look", async () => {
    const stopped = AbortSignal.abort();
    const findPause = () => Promise.reject(new Error("a look"));
    expect(await untilBack(findPause, { signal: stopped, sleep, missed: () => {} })).toBeUndefined();
  });
});
