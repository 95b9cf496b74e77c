/** A redrive that is stopped, over letters in memory: what was put is noted, and the next goes on from there. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redrive } from "../../../cli/dead-letters/redrive.ts";
import type { GivenUp, GivenUpPlace } from "../../../cli/stage/given-up.ts";
import type { Objects } from "../../../cli/stage/objects.ts";
import type { Transport } from "../../../cli/stage/transport.ts";

function memoryObjects(): Objects {
  const kept = new Map<string, Uint8Array>();
  return {
    async *list(prefix) {
      for (const name of [...kept.keys()].sort()) if (name.startsWith(prefix)) yield { name, keptAtMs: 1 };
    },
    read: async (name) => Buffer.from(kept.get(name) ?? []),
    write: async (name, bytes) => void kept.set(name, bytes),
  };
}

/** Objects of so many letters each, whose payload is their name. */
async function placeOf(sizes: readonly number[]): Promise<GivenUpPlace> {
  const objects = memoryObjects();
  for (const [number, size] of sizes.entries())
    await objects.write(`letters/${String(number).padStart(3, "0")}`, Buffer.from(String(size)));
  const common = {
    channel: "test",
    stage: "decode",
    code: "malformed-json",
    message: "",
    source: "test",
    receivedAtMs: 0,
  };
  return {
    name: "test",
    channel: "test",
    objects,
    prefix: "letters/",
    notesPrefix: "redriven/",
    *letters({ name }, bytes): Generator<GivenUp> {
      for (let index = 0; index < Number(bytes.toString()); index++) {
        const position = `${name}#${index}`;
        yield { ...common, place: "test", object: name, index, position, payload: Buffer.from(position) };
      }
    },
  };
}

const progress = { tell: () => {}, end: () => {} };

function redriveInto(place: GivenUpPlace, put: Transport["put"], signal: AbortSignal) {
  const transport = { channel: "test", maxCallRecords: 4, maxCallBytes: 1_000, maxRecordBytes: 1_000, put };
  return redrive({
    selection: { places: [place], fromMs: 0, has: () => true },
    transports: [transport],
    again: false,
    dryRun: false,
    backOff: { wait: async () => {} },
    progress,
    signal,
    onPut: async () => {},
  });
}

describe("a redrive", () => {
  it("that is stopped anywhere, and run again until it has nothing left, puts each letter once", async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 5 }), async (objects, callsBeforeStop) => {
        const place = await placeOf(objects);
        const all = objects.reduce((sum, size) => sum + size, 0);
        const taken: string[] = [];
        for (let run = 0; taken.length < all; run++) {
          expect(run).toBeLessThan(all + 1);
          const abort = new AbortController();
          let calls = 0;
          const { putBefore } = await redriveInto(
            place,
            async (records) => {
              if (++calls === callsBeforeStop) abort.abort();
              taken.push(...records.map((record) => Buffer.from(record).toString()));
              return records.map((_, index) => ({ position: String(index) }));
            },
            abort.signal,
          );
          expect(putBefore).toBeLessThanOrEqual(all);
        }
        expect(taken).toHaveLength(new Set(taken).size);
        const after = await redriveInto(place, async () => [], new AbortController().signal);
        expect([after.put, after.putBefore]).toEqual([0, all]);
      }),
      { numRuns: 60 },
    );
  });

  it("counts what the transport never takes, and is not stopped by it", async () => {
    const place = await placeOf([6]);
    const counts = await redriveInto(
      place,
      async (records) =>
        records.map((_, index) => (index === 0 ? { refused: "TooLarge", forGood: true } : { position: "1" })),
      new AbortController().signal,
    );
    expect(counts).toMatchObject({ put: 4, left: new Map([["the transport refused it (TooLarge)", 2]]) });
  });

  it("that fails on the way has noted what was put by then", async () => {
    const place = await placeOf([3, 3]);
    let calls = 0;
    const failing = redriveInto(
      place,
      async (records) => {
        if (++calls > 1) throw new Error("gone");
        return records.map(() => ({ position: "1" }));
      },
      new AbortController().signal,
    );
    await expect(failing).rejects.toThrow("gone");
    const counts = await redriveInto(place, async (records) => records.map(() => ({})), new AbortController().signal);
    expect([counts.put, counts.putBefore]).toEqual([2, 4]);
  });
});
