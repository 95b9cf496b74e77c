/** Reports of batches and acknowledgements of messages, which come by two ways. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Delivery } from "../../../local/cloud.ts";
import { newSettlement } from "../../../local/gcp/settlement.ts";
import { newLedger } from "../../../local/ledger.ts";

const figures = { stored: 0, duplicate: 0, ignored: 0, rejected: 0, retry: 0, rejections: {} };
const batch = (stored: number): Delivery => ({
  records: stored,
  redelivered: 0,
  report: { ...figures, stored },
  warnings: [],
});
const record = (position: number) => ({ position: String(position), arrivedAtMs: 0 });

/** A ledger of one event a message, and what is told to it. */
function start(messages: number) {
  const ledger = newLedger();
  for (let position = 0; position < messages; position++) ledger.pushed(String(position), 1);
  return { settlement: newSettlement(ledger), told: () => ledger.snapshot() };
}

describe("what the function reports and what Pub/Sub acknowledges", () => {
  it("is told together, whichever comes first: what is received is accounted for at any moment", () => {
    const interleaved = fc.array(fc.nat({ max: 5 }), { maxLength: 8 }).chain((sizes) =>
      fc.record({
        sizes: fc.constant(sizes),
        acknowledgements: fc.array(fc.nat({ max: sizes.length }), { maxLength: 40 }),
      }),
    );
    fc.assert(
      fc.property(interleaved, ({ sizes, acknowledgements }) => {
        const messages = sizes.reduce((sum, size) => sum + size, 0);
        const { settlement, told } = start(messages);
        // How many reports have come when the message's acknowledgement does; the rest comes last.
        const when = Array.from({ length: messages }, (_, index) => acknowledgements[index] ?? sizes.length).toSorted();
        let next = 0;
        for (let reports = 0; reports <= sizes.length; reports++) {
          for (; next < messages && (when[next] ?? 0) <= reports; next++) {
            settlement.acknowledged(record(next));
            expect(told().received).toBe(told().counts.stored);
          }
          if (reports < sizes.length) settlement.reported(batch(sizes[reports] ?? 0), sizes[reports] ?? 0);
          expect(told().received).toBe(told().counts.stored);
        }
        expect(told()).toMatchObject({ received: messages, openRecords: 0 });
      }),
    );
  });

  it("tells nothing of a batch that the function reported and did not answer: its messages come again", () => {
    const { settlement, told } = start(5);
    settlement.reported(batch(2), 2);
    settlement.acknowledged(record(0));
    settlement.acknowledged(record(1));
    settlement.reported(batch(3), 3);
    settlement.ended();
    expect(told()).toMatchObject({ received: 2, openRecords: 3, counts: { stored: 2 } });
    settlement.reported(batch(3), 3);
    for (const position of [2, 3, 4]) settlement.acknowledged(record(position));
    expect(told()).toMatchObject({ received: 5, openRecords: 0, counts: { stored: 5 } });
  });

  it("lets nothing wait for ever that was acknowledged of a batch answered in part", () => {
    const { settlement, told } = start(3);
    settlement.reported(batch(3), 3);
    settlement.acknowledged(record(0));
    settlement.ended();
    settlement.reported(batch(2), 2);
    settlement.acknowledged(record(1));
    settlement.acknowledged(record(2));
    expect(told()).toMatchObject({ received: 3, openRecords: 0 });
  });
});
