/** What becomes of a batch that ends its process: told by a note, cut smaller, and rid of the record that does it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchInNoHurry } from "../../../shared/batch/batch.ts";
import { type BatchNote, type BatchNotes, DEATHS_ALONE } from "../../../shared/batch/batch-note.ts";
import { type NotedOptions, processNoted } from "../../../shared/batch/process-noted.ts";
import { type Outcome, outcomeOf, retry, type SourceRecord } from "../../../shared/outcome.ts";
import { memoryDeadLetter, recordOf } from "../../support/core.ts";

function memoryNotes(): BatchNotes & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    async get(batch) {
      const note = kept.get(batch);
      return note === undefined ? undefined : (JSON.parse(note) as BatchNote);
    },
    async put(batch, note) {
      kept.set(batch, JSON.stringify(note));
    },
    async delete(batch) {
      kept.delete(batch);
    },
  };
}

class Died extends Error {}

const recordsOf = (count: number) => Array.from({ length: count }, (_, index) => recordOf("x", `0_${index}`));
const ignored = ({ position }: SourceRecord): Outcome => outcomeOf(position, [{ status: "ignored", reason: "" }]);

/** One process after another until one lives to answer. */
async function untilAnswered(
  records: () => readonly SourceRecord[],
  process: (part: readonly SourceRecord[]) => readonly Outcome[],
  options: Partial<NotedOptions> = {},
) {
  const notes = memoryNotes();
  const deadLetter = memoryDeadLetter();
  for (let deaths = 0; ; deaths++) {
    try {
      const noted = await processNoted(batchInNoHurry(records(), "hub/0"), {
        notes,
        deadLetter,
        process: async (part) => process(part.records),
        ...options,
      });
      return { ...noted, deaths, notes, letters: deadLetter.letters };
    } catch (error) {
      if (!(error instanceof Died)) throw error;
    }
  }
}

const killing = (isDeadly: (part: readonly SourceRecord[]) => boolean) => (part: readonly SourceRecord[]) => {
  if (isDeadly(part)) throw new Died();
  return part.map(ignored);
};

describe("a batch with a note", () => {
  it("leaves no note when it goes well", async () => {
    const { outcomes, notes, deaths } = await untilAnswered(
      () => recordsOf(5),
      killing(() => false),
    );
    expect(outcomes.map(({ position }) => position)).toEqual(["0_0", "0_1", "0_2", "0_3", "0_4"]);
    expect({ deaths, kept: notes.kept.size }).toEqual({ deaths: 0, kept: 0 });
  });

  it("costs one dead letter for each record that ends the process, and no other record", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.uniqueArray(fc.nat(39), { maxLength: 3 }),
        async (count, places) => {
          const deadly = new Set(places.filter((place) => place < count).map((place) => `0_${place}`));
          const { outcomes, letters, deaths, notes } = await untilAnswered(
            () => recordsOf(count),
            killing((part) => part.some(({ position }) => deadly.has(position))),
          );
          const rejected = outcomes.filter(({ fate }) => fate.status === "rejected").map(({ position }) => position);
          expect(outcomes).toHaveLength(count);
          expect(new Set(rejected)).toEqual(deadly);
          expect(letters.map(({ position, code }) => [position, code])).toEqual(
            rejected.map((position) => [position, "process-died"]),
          );
          expect(notes.kept.size).toBe(0);
          // Halving finds it, and then it must have died alone.
          expect(deaths).toBeLessThanOrEqual(deadly.size * (Math.ceil(Math.log2(count)) + DEATHS_ALONE));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("that is only too large is cut until it is not, and loses no record", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 8 }), async (count, bearable) => {
        const { outcomes, letters } = await untilAnswered(
          () => recordsOf(count),
          killing((part) => part.length > bearable),
        );
        expect(outcomes.every(({ fate }) => fate.status === "ignored")).toBe(true);
        expect(letters).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it("is rid of the record even when every delivery cuts it differently", async () => {
    let delivery = 0;
    const cuts = [20, 7, 31, 5, 12];
    const { outcomes } = await untilAnswered(
      () => recordsOf(cuts[delivery++ % cuts.length] ?? 5),
      killing((part) => part.some(({ position }) => position === "0_3")),
    );
    expect(outcomes.find(({ position }) => position === "0_3")?.fate).toMatchObject({
      rejection: { code: "process-died" },
    });
    expect(outcomes.filter(({ fate }) => fate.status === "rejected")).toHaveLength(1);
  });

  it("is not suspected for an instance that was taken away while it was processed", async () => {
    let taken = 0;
    const { outcomes, deaths } = await untilAnswered(
      () => recordsOf(1),
      killing(() => ++taken < DEATHS_ALONE),
    );
    expect(deaths).toBe(DEATHS_ALONE - 1);
    expect(outcomes.map(({ fate }) => fate.status)).toEqual(["ignored"]);
  });

  it("remembers what was found out while an outage makes it come again", async () => {
    const notes = memoryNotes();
    const found: BatchNote = { cuts: ["0_2"], deaths: { "0_1": DEATHS_ALONE } };
    await notes.put("hub/0/0_0", found);
    const process = async ({ records }: { records: readonly SourceRecord[] }) =>
      records.map(({ position }) => outcomeOf(position, [retry("throttled")]));
    const noted = await processNoted(batchInNoHurry(recordsOf(3), "hub/0"), {
      notes,
      deadLetter: memoryDeadLetter(),
      process,
    });
    expect(noted.outcomes.map(({ fate }) => fate.status)).toEqual(["retry", "rejected", "retry"]);
    expect(await notes.get("hub/0/0_0")).toEqual(found);
  });

  it("comes again as long as the dead letter cannot be kept", async () => {
    const notes = memoryNotes();
    await notes.put("hub/0/0_0", { cuts: [], deaths: { "0_0": DEATHS_ALONE } });
    const { outcomes } = await processNoted(batchInNoHurry(recordsOf(2), "hub/0"), {
      notes,
      deadLetter: { put: () => Promise.reject(new Error("no container")) },
      process: async ({ records }) => records.map(ignored),
    });
    expect(outcomes.map(({ fate }) => fate.status)).toEqual(["retry", "ignored"]);
  });

  it("is processed all the same when its note cannot be kept, which is told", async () => {
    const failing = () => Promise.reject(new Error("no container"));
    const { outcomes, warning } = await untilAnswered(
      () => recordsOf(2),
      killing(() => false),
      {
        notes: { get: failing, put: failing, delete: failing },
      },
    );
    expect(outcomes).toHaveLength(2);
    expect(warning).toBe("the note of the batch could not be kept (Error)");
  });
});
