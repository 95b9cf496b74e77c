import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newBatch } from "../../../../local/aws/poller/batch.ts";
import type { StreamRecord } from "../../../../local/aws/poller/event.ts";
import type { Mapping } from "../../../../local/aws/poller/mapping.ts";
import { settle } from "../../../../local/aws/poller/settle.ts";
import { lenient, streamRecords } from "./records.ts";

const source = { streamArn: "arn:aws:kinesis:eu-west-1:000000000000:stream/s", shardId: "shardId-000000000000" };

/** What the function does with one delivery: throw, answer that all is well, or name records. */
type Behaviour = "throw" | "succeed" | readonly number[];

interface Seen {
  readonly deliveries: string[][];
  /** Every record that ended, in the order it did. */
  readonly ended: string[];
  readonly discarded: string[];
}

async function deliver(
  records: readonly StreamRecord[],
  mapping: Mapping,
  behave: (delivery: number, delivered: readonly string[]) => Behaviour,
  now: () => number = () => 0,
): Promise<Seen> {
  const seen: Seen = { deliveries: [], ended: [], discarded: [] };
  const names = (ended: readonly StreamRecord[]) => ended.map(({ sequenceNumber }) => sequenceNumber);
  await settle(newBatch(records), {
    mapping,
    source,
    async invoke(event) {
      const delivered = event.Records.map(({ kinesis }) => kinesis.sequenceNumber);
      const behaviour = behave(seen.deliveries.push(delivered) - 1, delivered);
      const common = { requestId: String(seen.deliveries.length), logs: [] };
      if (behaviour === "throw") return { ...common, kind: "failed", message: "Error: no" };
      const indexes = behaviour === "succeed" ? [] : behaviour;
      const batchItemFailures = indexes.map((index) => ({ itemIdentifier: delivered[index % delivered.length] }));
      return { ...common, kind: "answered", response: { batchItemFailures } };
    },
    acknowledge: (ended) => seen.ended.push(...names(ended)),
    async discard({ records: given }) {
      seen.ended.push(...names(given));
      seen.discarded.push(...names(given));
    },
    observe: () => {},
    now,
    sleep: async () => {},
    stopped: () => false,
  });
  return seen;
}

const behaviours = fc.array(
  fc.oneof(
    fc.constant<Behaviour>("throw"),
    fc.constant<Behaviour>("succeed"),
    fc.array(fc.nat(50), { minLength: 1, maxLength: 3 }),
  ),
  { minLength: 1, maxLength: 60 },
);

describe("A batch that is delivered until it is settled", () => {
  it("loses nothing, repeats no ending and keeps the order, whatever the function does", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        behaviours,
        fc.boolean(),
        fc.integer({ min: 0, max: 5 }),
        async (count, script, bisectBatchOnFunctionError, maximumRetryAttempts) => {
          const records = streamRecords(count);
          const mapping = { ...lenient, bisectBatchOnFunctionError, maximumRetryAttempts };
          const { deliveries, ended } = await deliver(records, mapping, (n) => script[n] ?? "succeed");
          const order = records.map(({ sequenceNumber }) => sequenceNumber);
          expect(ended).toEqual(order);
          for (const delivery of deliveries) {
            const start = order.indexOf(delivery[0] ?? "");
            expect(delivery).toEqual(order.slice(start, start + delivery.length));
          }
        },
      ),
    );
  });

  it("never delivers a record before all those in front of it have ended", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), behaviours, async (count, script) => {
        const mapping = { ...lenient, bisectBatchOnFunctionError: true, maximumRetryAttempts: 3 };
        const records = streamRecords(count);
        const endedBefore: number[] = [];
        const seen = await deliver(records, mapping, (n) => script[n] ?? "succeed");
        for (const delivery of seen.deliveries) endedBefore.push(seen.ended.indexOf(delivery[0] ?? ""));
        // Deliveries begin where the last one left off or before: the beginnings never go back.
        expect(endedBefore).toEqual([...endedBefore].sort((a, b) => a - b));
      }),
    );
  });

  it("isolates the one record a function cannot stand, and gives up only that", async () => {
    const mapping = { ...lenient, bisectBatchOnFunctionError: true, maximumRetryAttempts: 2 };
    const poison = "11";
    const { deliveries, discarded, ended } = await deliver(streamRecords(16), mapping, (_, delivered) =>
      delivered.includes(poison) ? "throw" : "succeed",
    );
    expect(discarded).toEqual([poison]);
    expect(ended).toHaveLength(16);
    expect(deliveries.filter((delivery) => delivery.length === 1 && delivery[0] === poison)).toHaveLength(3);
  });

  it("retries as often as the mapping says, then gives up", async () => {
    const mapping = { ...lenient, maximumRetryAttempts: 4 };
    const { deliveries, discarded } = await deliver(streamRecords(3), mapping, () => "throw");
    expect(deliveries).toHaveLength(5);
    expect(discarded).toEqual(["0", "1", "2"]);
  });

  it("gives up what grows too old while it is retried", async () => {
    let nowMs = 0;
    const mapping = { ...lenient, maximumRecordAgeInSeconds: 60 };
    const behave = () => {
      nowMs += 25_000;
      return "throw" as const;
    };
    const { deliveries, discarded } = await deliver(streamRecords(2), mapping, behave, () => nowMs);
    expect(deliveries).toHaveLength(3);
    expect(discarded).toEqual(["0", "1"]);
  });
});
