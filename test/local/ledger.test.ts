import { describe, expect, it } from "vitest";
import type { Delivery, DeliveryReport } from "../../local/cloud.ts";
import { newLedger } from "../../local/ledger.ts";
import { shortfall } from "../../local/result.ts";

const [a, b] = [
  { position: "a", arrivedAtMs: 1_000 },
  { position: "b", arrivedAtMs: 1_000 },
];

function delivery(report: Partial<DeliveryReport>, records = 2, redelivered = 0): Delivery {
  const nothing = { stored: 0, duplicate: 0, ignored: 0, rejected: 0, retry: 0, rejections: {} };
  return { records, redelivered, report: { ...nothing, ...report }, warnings: [] };
}

describe("The book of a run", () => {
  it("balances when every record is acknowledged", () => {
    const ledger = newLedger(() => 1_250);
    ledger.pushed("a", 3);
    ledger.pushed("b", 1);
    expect(ledger.snapshot()).toMatchObject({ pushedEvents: 4, received: 0, openRecords: 2 });
    ledger.delivered(delivery({ stored: 2, duplicate: 1, rejected: 1, rejections: { "malformed-json": 1 } }));
    ledger.acknowledged([a, b]);
    expect(ledger.snapshot()).toMatchObject({
      received: 4,
      openRecords: 0,
      counts: { stored: 2, duplicate: 1, ignored: 0, rejected: 1, retry: 0 },
      rejections: { "malformed-json": 1 },
      lagMs: { p50: 250, p99: 250 },
    });
    expect(ledger.openRecords()).toBe(0);
    expect(shortfall(ledger.snapshot())).toBeUndefined();
  });

  it("balances when the stream delivers a record before it confirms it to the producer", () => {
    const ledger = newLedger();
    ledger.delivered(delivery({ stored: 4 }));
    ledger.acknowledged([a, b]);
    ledger.pushed("a", 3);
    ledger.pushed("b", 1);
    expect(ledger.snapshot()).toMatchObject({ received: 4, openRecords: 0 });
    expect(shortfall(ledger.snapshot())).toBeUndefined();
  });

  it("waits for its own records, whoever else puts some meanwhile, and says that those are in the counts", () => {
    const ledger = newLedger();
    ledger.pushed("a", 1);
    ledger.delivered(delivery({ stored: 7 }));
    const strangers = ["x", "y", "z"].map((position) => ({ position, arrivedAtMs: 0 }));
    ledger.acknowledged(strangers);
    expect(ledger.openRecords()).toBe(1);
    ledger.acknowledged([a]);
    expect(ledger.openRecords()).toBe(0);
    expect(ledger.snapshot()).toMatchObject({ received: 1, strangers: 3 });
    expect(shortfall(ledger.snapshot())).toBeUndefined();
    ledger.pushed("b", 1);
    expect(shortfall(ledger.snapshot())).toBe("2 events were pushed, 1 received, and 7 are accounted for.");
  });

  it("counts a record that comes again once, when it is acknowledged, and keeps why it came again", () => {
    const ledger = newLedger();
    ledger.pushed("a", 1);
    ledger.pushed("b", 1);
    const retryFrom = { position: "b", reason: "the history table is throttled" };
    ledger.delivered(delivery({ stored: 1, retry: 1, retryFrom }, 2, 1));
    ledger.acknowledged([a]);
    ledger.delivered(delivery({ stored: 1 }, 1));
    ledger.acknowledged([b]);
    expect(ledger.snapshot()).toMatchObject({
      received: 2,
      redeliveredRecords: 1,
      retryReason: "the history table is throttled",
      counts: { stored: 2, retry: 0 },
    });
    expect(shortfall(ledger.snapshot())).toBeUndefined();
  });

  it("counts nothing of a delivery whose counts do not hold", () => {
    const ledger = newLedger();
    ledger.delivered({ records: 2, redelivered: 2, failure: "Task timed out", warnings: [] });
    expect(ledger.snapshot()).toMatchObject({ failedInvocations: 1, redeliveredRecords: 2, counts: { stored: 0 } });
  });

  it("has what was given up under retry, and says so", () => {
    const ledger = newLedger();
    ledger.pushed("a", 5);
    ledger.givenUp([a]);
    expect(ledger.snapshot()).toMatchObject({ received: 5, counts: { retry: 5 } });
    expect(shortfall(ledger.snapshot())).toMatch(/^5 events were given up/);
  });

  it("notices an event the function never counted", () => {
    const ledger = newLedger();
    ledger.pushed("a", 2);
    ledger.delivered(delivery({ stored: 1 }));
    ledger.acknowledged([a]);
    expect(shortfall(ledger.snapshot())).toBe("2 events were pushed, 2 received, and 1 are accounted for.");
  });
});
