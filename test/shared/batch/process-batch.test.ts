import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countOutcomes, type Outcome, rejected, retry, type SourceRecord } from "../../../shared/outcome.ts";
import type { EventSink, FailedWrite } from "../../../shared/ports.ts";
import { memoryDeadLetter, processRecords, recordOf, testCore } from "../../support/core.ts";
import { arbitraryEvent, locationUpdate } from "../../support/events.ts";
import { memoryStore } from "../../support/memory-store.ts";

const sinkOf = (write: EventSink["write"]): EventSink => ({ write });
const stores: EventSink = sinkOf(async () => []);
const statuses = (outcomes: readonly Outcome[]) => outcomes.map(({ fate }) => fate.status);

describe("processing a batch", () => {
  it("answers stored when every sink has the row", async () => {
    const outcomes = await processRecords([recordOf(locationUpdate())], { sinks: [stores, stores] });
    expect(statuses(outcomes)).toEqual(["stored"]);
  });

  it("answers retry when one of the sinks has not", async () => {
    const busy = sinkOf(async (rows) => rows.map((_, index) => ({ index, fate: retry("throttled") })));
    expect(statuses(await processRecords([recordOf(locationUpdate())], { sinks: [stores, busy] }))).toEqual(["retry"]);
  });

  it("answers retry for everything when a sink throws", async () => {
    const broken = sinkOf(() => Promise.reject(new Error("02:00:5e:00:00:01")));
    const [outcome] = await processRecords([recordOf(locationUpdate())], { sinks: [broken] });
    expect(outcome?.fate).toMatchObject({ status: "retry", message: "the sink failed (Error)" });
  });

  it("gives a repeat the fate of the first of its kind", async () => {
    const twice = [recordOf(locationUpdate(), "1"), recordOf(locationUpdate(), "2")];
    expect(statuses(await processRecords(twice, { sinks: [stores] }))).toEqual(["stored", "duplicate"]);
    const busy = sinkOf(async () => [{ index: 0, fate: retry("throttled") }]);
    expect(statuses(await processRecords(twice, { sinks: [busy] }))).toEqual(["retry", "retry"]);
  });

  it("ignores what the configuration ignores, and writes nothing of it", async () => {
    let written = 0;
    const counting = sinkOf(async (rows) => {
      written += rows.length;
      return [];
    });
    const keepAlive = { recordUid: "k", recordTimestamp: 1, spacesTenantId: "", eventType: "KEEP_ALIVE" };
    const [outcome] = await processRecords([recordOf(keepAlive)], { sinks: [counting] });
    expect(outcome?.fate).toEqual({ status: "ignored", reason: expect.stringMatching(/configuration/) });
    expect(written).toBe(0);
  });

  it("asks neither sink nor dead letter where there is nothing for them", async () => {
    const asked: string[] = [];
    const sink = sinkOf(async () => {
      asked.push("sink");
      return [];
    });
    const deadLetter = {
      async put() {
        asked.push("dead letter");
      },
    };
    const ports = { sinks: [sink], deadLetter };
    await processRecords([], ports);
    expect(asked).toEqual([]);
    await processRecords([recordOf("garbage")], ports);
    expect(asked).toEqual(["dead letter"]);
    await processRecords([recordOf(locationUpdate())], ports);
    expect(asked).toEqual(["dead letter", "sink"]);
  });

  it("retries what one sink refuses while another is busy, whichever comes first: a dead letter would be final", async () => {
    const rejection = { stage: "write", code: "item-too-large", message: "too large" } as const;
    const refusing = sinkOf(async () => [{ index: 0, fate: rejected(rejection) }]);
    const busy = sinkOf(async () => [{ index: 0, fate: retry("throttled") }]);
    for (const sinks of [
      [refusing, busy],
      [busy, refusing],
    ]) {
      const deadLetter = memoryDeadLetter();
      expect(statuses(await processRecords([recordOf(locationUpdate())], { sinks, deadLetter }))).toEqual(["retry"]);
      expect(deadLetter.letters).toEqual([]);
    }
  });

  it("loses one event to a bug in reading it, not its neighbours, and says nothing of its values", async () => {
    const deadLetter = memoryDeadLetter();
    const { normalise } = testCore();
    const buggy: typeof normalise = (event, ...rest) => {
      if (event.recordUid === "odd") throw new TypeError("02:00:5e:00:00:01");
      return normalise(event, ...rest);
    };
    const records = [recordOf(locationUpdate({ recordUid: "odd" }), "1"), recordOf(locationUpdate(), "2")];
    const outcomes = await processRecords(records, { sinks: [stores], deadLetter, normalise: buggy });
    expect(statuses(outcomes)).toEqual(["rejected", "stored"]);
    expect(deadLetter.letters).toMatchObject([
      { position: "1", stage: "normalise", code: "normalise-failed", message: expect.stringMatching(/\(TypeError\)$/) },
    ]);
  });

  it("dead-letters what it rejects, with its raw bytes, its place in the record and the reason", async () => {
    const deadLetter = memoryDeadLetter();
    const text = `${JSON.stringify(locationUpdate())}\n{"recordUid":"x","eventType":"A"}\nnonsense\n`;
    const [outcome] = await processRecords([recordOf(text, "7")], { sinks: [stores], deadLetter });
    expect(outcome?.fate.status).toBe("rejected");
    expect(outcome?.parts.map(({ status }) => status)).toEqual(["stored", "rejected", "rejected"]);
    expect(
      deadLetter.letters.map(({ position, part, code, payload }) => [
        position,
        part,
        code,
        Buffer.from(payload).toString(),
      ]),
    ).toEqual([
      ["7", 1, "missing-record-timestamp", '{"recordUid":"x","eventType":"A"}'],
      ["7", 2, "malformed-json", "nonsense"],
    ]);
  });

  it("says in a letter whose the event is and what, as far as that can be read", async () => {
    const deadLetter = memoryDeadLetter();
    const rejection = { stage: "write", code: "item-too-large", message: "too large" } as const;
    const refusing = sinkOf(async () => [{ index: 0, fate: rejected(rejection) }]);
    const unreadable = { spacesTenantId: { not: "text" }, eventType: ["x"] };
    const told = { spacesTenantId: "tenant-9", eventType: "A" };
    const text = [locationUpdate(), told, unreadable].map((event) => JSON.stringify(event)).join("\n");
    await processRecords([recordOf(`${text}\nnonsense`)], { sinks: [refusing], deadLetter });
    expect(deadLetter.letters.map(({ tenant, eventType }) => [tenant, eventType])).toEqual([
      ["tenant-1", "DEVICE_LOCATION_UPDATE"],
      ["tenant-9", "A"],
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect(deadLetter.letters[3]).not.toHaveProperty("tenant");
  });

  it("dead-letters a row that a sink refuses for ever", async () => {
    const deadLetter = memoryDeadLetter();
    const rejection = { stage: "write", code: "item-too-large", message: "too large" } as const;
    const refusing = sinkOf(async () => [{ index: 0, fate: rejected(rejection) }]);
    const record = recordOf(locationUpdate());
    expect(statuses(await processRecords([record], { sinks: [refusing], deadLetter }))).toEqual(["rejected"]);
    expect(deadLetter.letters).toMatchObject([{ code: "item-too-large", payload: record.payload }]);
    expect(deadLetter.letters[0]).not.toHaveProperty("part");
  });

  it("retries a record whose dead letter cannot be kept", async () => {
    const deadLetter = { put: () => Promise.reject(new Error("no bucket")) };
    const records = [recordOf("garbage", "1"), recordOf(locationUpdate(), "2")];
    const outcomes = await processRecords(records, { sinks: [stores], deadLetter });
    expect(statuses(outcomes)).toEqual(["retry", "stored"]);
    expect(outcomes[0]?.fate).toMatchObject({ message: "the dead letter could not be kept (Error)" });
  });

  it("refuses an id that no table's key can hold", async () => {
    const deadLetter = memoryDeadLetter();
    const event = locationUpdate({}, { device: { deviceId: "d".repeat(2_000) } });
    expect(statuses(await processRecords([recordOf(event)], { sinks: [stores], deadLetter }))).toEqual(["rejected"]);
    expect(deadLetter.letters[0]?.code).toBe("invalid-identity");
  });
});

const arbitraryRecord = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(arbitraryEvent, { minLength: 1, maxLength: 3 })
      .map((events) => events.map((event) => JSON.stringify(event)).join("\n")),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "",
      "nonsense",
      '{"recordUid":"x"}',
      JSON.stringify({ recordUid: "k", recordTimestamp: 1, eventType: "KEEP_ALIVE" }),
    ),
  },
);
const arbitraryBatch = fc
  .array(arbitraryRecord, { maxLength: 30 })
  .map((texts): readonly SourceRecord[] => texts.map((text, index) => recordOf(text, String(index))));

/** A sink that fails rows as a seed tells it to: stored, retried or refused. */
function unreliable(seed: number): EventSink {
  return sinkOf(async (rows) =>
    rows.flatMap((row, index): FailedWrite[] => {
      const draw = (seed + index * 7 + row.record_uid.length) % 5;
      if (draw === 0) return [{ index, fate: retry("throttled") }];
      if (draw === 1) return [{ index, fate: rejected({ stage: "write", code: "write-refused", message: "refused" }) }];
      return [];
    }),
  );
}

describe("the laws of a batch", () => {
  it("gives one outcome per record, in order, and one fate per event", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryBatch, fc.nat(9), async (records, seed) => {
        const outcomes = await processRecords(records, { sinks: [unreliable(seed)] });
        expect(outcomes.map(({ position }) => position)).toEqual(records.map(({ position }) => position));
        const counts = countOutcomes(outcomes);
        const sum = counts.stored + counts.duplicate + counts.ignored + counts.rejected + counts.retry;
        expect(sum).toBe(outcomes.reduce((events, { parts }) => events + parts.length, 0));
      }),
    );
  });

  it("never acknowledges and loses: what is not retried is in every sink, dead-lettered, or ignored by configuration", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryBatch, fc.nat(9), fc.boolean(), async (records, seed, bucketDown) => {
        const deadLetter = memoryDeadLetter();
        const kept = new Set<string>();
        const flaky = unreliable(seed);
        const sink = sinkOf(async (rows, deadline) => {
          const failures = await flaky.write(rows, deadline);
          const failed = new Set(failures.map(({ index }) => index));
          for (const [index, row] of rows.entries()) if (!failed.has(index)) kept.add(row.record_uid);
          return failures;
        });
        const letters = bucketDown ? { put: () => Promise.reject(new Error("down")) } : deadLetter;
        const outcomes = await processRecords(records, { sinks: [sink], deadLetter: letters });
        for (const [index, outcome] of outcomes.entries()) {
          for (const fate of outcome.parts) {
            if ("row" in fate) expect(kept).toContain(fate.row.record_uid);
            if (fate.status === "rejected")
              expect(deadLetter.letters.map(({ position }) => position)).toContain(String(index));
          }
        }
        if (bucketDown) expect(countOutcomes(outcomes).rejected).toBe(0);
      }),
    );
  });

  it("leaves the same tables for a batch once, twice, split anywhere and in any order", async () => {
    const shuffled = arbitraryBatch.chain((records) =>
      fc.tuple(
        fc.constant(records),
        fc.shuffledSubarray([...records, ...records], { minLength: records.length * 2 }),
        fc.nat(60),
      ),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, async ([records, replayed, cut]) => {
        const once = memoryStore();
        await processRecords(records, { sinks: [once] });
        const again = memoryStore();
        await processRecords(replayed.slice(0, cut), { sinks: [again] });
        await processRecords(replayed.slice(cut), { sinks: [again] });
        expect(await again.tables()).toEqual(await once.tables());
      }),
      { numRuns: 300 },
    );
  });
});
