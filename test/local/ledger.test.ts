import { describe, expect, it } from "vitest";
import { readLog } from "../../local/aws/lambda/log.ts";
import type { Verdict } from "../../local/aws/poller/batch-response.ts";
import type { Delivery } from "../../local/aws/poller/settle.ts";
import { newLedger } from "../../local/ledger.ts";
import { shortfall } from "../../local/result.ts";
import { streamRecords } from "./aws/poller/records.ts";

const [a, b] = streamRecords(2, 1_000) as [ReturnType<typeof streamRecords>[0], ReturnType<typeof streamRecords>[0]];

function metrics(counts: Readonly<Record<string, number>>): string {
  return JSON.stringify({ _aws: { Timestamp: 0, CloudWatchMetrics: [] }, service: "kinesis", ...counts });
}

function delivery(verdict: Verdict, counts: Readonly<Record<string, number>>): Delivery {
  const result = { requestId: "r", kind: "answered", response: null, logs: [metrics(counts)] } as const;
  return { records: [a, b], verdict, result };
}

describe("The book of a run", () => {
  it("balances when every record is acknowledged", () => {
    const ledger = newLedger(() => 1_250);
    ledger.pushed(a.sequenceNumber, 3);
    ledger.pushed(b.sequenceNumber, 1);
    expect(ledger.snapshot()).toMatchObject({ pushedEvents: 4, received: 0, openRecords: 2 });
    ledger.invoked(delivery({ kind: "succeeded" }, { stored: 2, duplicate: 1, rejected: 1 }));
    ledger.acknowledged([a, b]);
    expect(ledger.snapshot()).toMatchObject({
      received: 4,
      openRecords: 0,
      counts: { stored: 2, duplicate: 1, ignored: 0, rejected: 1, retry: 0 },
      lagMs: { p50: 250, p99: 250 },
    });
    expect(shortfall(ledger.snapshot())).toBeUndefined();
  });

  it("balances when the stream delivers a record before it confirms it to the producer", () => {
    const ledger = newLedger();
    ledger.invoked(delivery({ kind: "succeeded" }, { stored: 4 }));
    ledger.acknowledged([a, b]);
    ledger.pushed(a.sequenceNumber, 3);
    ledger.pushed(b.sequenceNumber, 1);
    expect(ledger.snapshot()).toMatchObject({ received: 4, openRecords: 0 });
    expect(shortfall(ledger.snapshot())).toBeUndefined();
  });

  it("counts a record that comes again once, when it is acknowledged", () => {
    const ledger = newLedger();
    ledger.pushed(a.sequenceNumber, 1);
    ledger.pushed(b.sequenceNumber, 1);
    ledger.invoked(delivery({ kind: "partial", checkpoint: 1 }, { stored: 1, retry: 1 }));
    ledger.acknowledged([a]);
    ledger.invoked({ ...delivery({ kind: "succeeded" }, { stored: 1 }), records: [b] });
    ledger.acknowledged([b]);
    expect(ledger.snapshot()).toMatchObject({ received: 2, redeliveredRecords: 1, counts: { stored: 2, retry: 0 } });
    expect(shortfall(ledger.snapshot())).toBeUndefined();
  });

  it("does not believe what a failed invocation counted: all of it comes again", () => {
    const ledger = newLedger();
    ledger.invoked(delivery({ kind: "failed" }, { stored: 2 }));
    expect(ledger.snapshot()).toMatchObject({ redeliveredRecords: 2, counts: { stored: 0 } });
  });

  it("has what was given up under retry, and says so", () => {
    const ledger = newLedger();
    ledger.pushed(a.sequenceNumber, 5);
    ledger.discarded({ records: [a], condition: "RetryAttemptsExhausted", invocations: 3 });
    expect(ledger.snapshot()).toMatchObject({ received: 5, counts: { retry: 5 } });
    expect(shortfall(ledger.snapshot())).toMatch(/^5 events were given up/);
  });

  it("notices an event the function never counted", () => {
    const ledger = newLedger();
    ledger.pushed(a.sequenceNumber, 2);
    ledger.invoked(delivery({ kind: "succeeded" }, { stored: 1 }));
    ledger.acknowledged([a]);
    expect(shortfall(ledger.snapshot())).toBe("2 events were pushed, 2 received, and 1 are accounted for.");
  });
});

describe("What the function prints", () => {
  it("is summed where it is metrics, also when a metric was set more than once", () => {
    const line = JSON.stringify({ _aws: {}, stored: [1, 2], rejected: 1 });
    expect(readLog([line, line]).counts).toMatchObject({ stored: 6, rejected: 2, ignored: 0 });
  });

  it("is a warning from level WARN on, or when it is no JSON at all", () => {
    const lines = [
      '{"level":"INFO"}',
      '{"level":"WARN"}',
      '{"level":"ERROR"}',
      "(node:1) Warning: old",
      '{"level":"DEBUG"}',
    ];
    expect(readLog(lines).warnings).toEqual(['{"level":"WARN"}', '{"level":"ERROR"}', "(node:1) Warning: old"]);
  });
});
