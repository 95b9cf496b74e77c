/** What every adapter's `records.ts` is held to: the envelope loses nothing, and no retry is ever acknowledged. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as eventHubs from "../../azure/event-hubs/records.ts";
import * as firehose from "../../functions/firehose/records.ts";
import * as kinesis from "../../functions/kinesis/records.ts";
import * as pubSub from "../../gcp/pubsub/records.ts";
import { type Fate, type Outcome, outcomeOf, rejected, retry, type SourceRecord } from "../../shared/outcome.ts";
import type { BatchSource } from "../../shared/ports.ts";
import { newRow } from "../../shared/row.ts";
import { eventHubsEvent } from "../support/event-hubs.ts";
import { firehoseEvent } from "../support/firehose.ts";
import { kinesisEvent } from "../support/kinesis.ts";
import { pushes } from "../support/pub-sub.ts";

interface Adapter {
  readonly name: string;
  parse(payloads: readonly Uint8Array[]): { records: readonly SourceRecord[]; source: BatchSource };
  /** The outcomes the adapter takes for settled, and the positions its answer tells the platform not to deliver again. */
  answer(outcomes: readonly Outcome[]): { settled: readonly Outcome[]; acknowledged: readonly string[] };
}

const adapters: readonly Adapter[] = [
  {
    name: "Kinesis",
    parse(payloads) {
      const event = kinesisEvent(payloads);
      return { records: kinesis.getRecords(event), source: kinesis.sourceOf(event) };
    },
    answer(outcomes) {
      const { answer, settled } = kinesis.buildResponse(outcomes);
      // Lambda's rule: everything before the lowest position named is done.
      const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      const checkpoint = outcomes.findIndex(({ position }) => failed.has(position));
      const done = checkpoint === -1 ? outcomes : outcomes.slice(0, checkpoint);
      return { settled, acknowledged: done.map(({ position }) => position) };
    },
  },
  {
    name: "Data Firehose",
    parse(payloads) {
      const event = firehoseEvent(payloads);
      return { records: firehose.getRecords(event), source: firehose.sourceOf(event) };
    },
    answer(outcomes) {
      const { answer, settled } = firehose.buildResponse(outcomes);
      // Data Firehose keeps the raw bytes of what is answered ProcessingFailed; the rest is done with.
      const done = answer.records.filter(({ result }, index) => {
        const status = outcomes[index]?.fate.status;
        return result !== "ProcessingFailed" || status === "rejected";
      });
      return { settled, acknowledged: done.map(({ recordId }) => recordId) };
    },
  },
  {
    name: "Event Hubs",
    parse(payloads) {
      const event = eventHubsEvent(payloads);
      return { records: eventHubs.getRecords(event), source: eventHubs.sourceOf(event) };
    },
    answer(outcomes) {
      const { answer, settled } = eventHubs.buildResponse(outcomes);
      // The host's rule: who returns is done with the batch, who throws gets all of it again.
      return { settled, acknowledged: answer === "return" ? outcomes.map(({ position }) => position) : [] };
    },
  },
  {
    name: "Pub/Sub",
    parse(payloads) {
      const gathered = pushes(payloads);
      return { records: pubSub.getRecords(gathered), source: pubSub.sourceOf(gathered) };
    },
    answer(outcomes) {
      const { answers, settled } = pubSub.buildResponse(outcomes);
      // Pub/Sub's rule: each message by its own answer.
      const done = outcomes.filter((_, index) => answers[index] === "acknowledged");
      return { settled, acknowledged: done.map(({ position }) => position) };
    },
  },
];

const row = newRow("uid", "TYPE", 1, 2, "test/1");
const anyFate: fc.Arbitrary<Fate> = fc.constantFrom<Fate>(
  { status: "stored", row },
  { status: "duplicate", row },
  { status: "ignored", reason: "by configuration" },
  rejected({ stage: "decode", code: "malformed-json", message: "m" }),
  retry("throttled"),
);
const payloads = fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 20 });
const outcomesOf = fc
  .array(fc.array(anyFate, { minLength: 1, maxLength: 3 }), { maxLength: 20 })
  .map((records) => records.map((parts, index) => outcomeOf(`record-${index}`, parts)));

describe.each(adapters)("the records of $name", ({ parse, answer }) => {
  it("are one per message, in order, with its bytes, its arrival in milliseconds and a position of its own", () => {
    fc.assert(
      fc.property(payloads, (messages) => {
        const { records } = parse(messages);
        expect(records.map(({ payload }) => Buffer.from(payload))).toEqual(messages.map((bytes) => Buffer.from(bytes)));
        expect(new Set(records.map(({ position }) => position)).size).toBe(messages.length);
        for (const { receivedAtMs } of records) expect(receivedAtMs).toBe(1_545_084_650_987);
      }),
    );
  });

  it("know where they came from, for the name of their dead letters", () => {
    const { records, source } = parse([Buffer.from("a"), Buffer.from("b")]);
    expect(source.name).toMatch(/^[\w-]+(\/[\w-]+)?$/);
    expect(source.range).toEqual([records[0]?.position, records[1]?.position]);
    expect(parse([]).source.range).toEqual(["", ""]);
  });

  it("are never acknowledged while one is to be retried, and what is settled is acknowledged", () => {
    fc.assert(
      fc.property(outcomesOf, (outcomes) => {
        const { settled, acknowledged } = answer(outcomes);
        for (const { position, fate } of outcomes)
          if (fate.status === "retry") expect(acknowledged).not.toContain(position);
        expect(settled.map(({ position }) => position)).toEqual(acknowledged);
      }),
    );
  });
});
