import { describe, expect, it } from "vitest";
import { deliveryOf } from "../../../local/aws/consume.ts";
import { readDelivery } from "../../../local/aws/lambda/delivery-report.ts";
import type { Verdict } from "../../../local/aws/poller/batch-response.ts";
import { streamRecords } from "./poller/records.ts";

function delivered(verdict: Verdict, stored: number) {
  const logs = [JSON.stringify({ _aws: { Timestamp: 0, CloudWatchMetrics: [] }, service: "kinesis", stored })];
  return deliveryOf({
    records: streamRecords(2),
    verdict,
    result: { requestId: "r", kind: "answered", response: null, logs },
  });
}

describe("A delivery of the event source mapping, to the book", () => {
  it("has the function's counts, and the records from the checkpoint on come again", () => {
    expect(delivered({ kind: "succeeded" }, 2)).toMatchObject({ records: 2, redelivered: 0, report: { stored: 2 } });
    expect(delivered({ kind: "partial", checkpoint: 1 }, 1)).toMatchObject({ redelivered: 1, report: { stored: 1 } });
  });

  it("does not believe what a failed invocation counted: all of it comes again", () => {
    const failed = delivered({ kind: "failed" }, 2);
    expect(failed).toMatchObject({ redelivered: 2 });
    expect(failed).not.toHaveProperty("report");
  });
});

describe("What the function prints", () => {
  it("is summed where it is metrics, also when a metric was set more than once", () => {
    const line = JSON.stringify({ _aws: {}, stored: [1, 2], rejected: 1 });
    expect(readDelivery([line, line]).report).toMatchObject({ stored: 6, rejected: 2, ignored: 0 });
  });

  it("tells which codes were rejected, and why a record has to come again", () => {
    const { report, warnings } = readDelivery([
      '{"level":"WARN","message":"events were dead-lettered","rejections":{"malformed-json":2}}',
      '{"level":"WARN","message":"batch is retried from a record","position":"7","reason":"throttled"}',
    ]);
    expect(report).toMatchObject({
      rejections: { "malformed-json": 2 },
      retryFrom: { position: "7", reason: "throttled" },
    });
    expect(warnings).toHaveLength(2);
  });

  it("is a warning from level WARN on, or when it is no JSON at all", () => {
    const lines = [
      '{"level":"INFO"}',
      '{"level":"WARN"}',
      '{"level":"ERROR"}',
      "(node:1) Warning: old",
      '{"level":"DEBUG"}',
    ];
    expect(readDelivery(lines).warnings).toEqual(['{"level":"WARN"}', '{"level":"ERROR"}', "(node:1) Warning: old"]);
  });
});
