import { describe, expect, it } from "vitest";
import { lambdaEvent, payloadBytes } from "../../../../local/aws/poller/event.ts";
import { gather, waitMs } from "../../../../local/aws/poller/gather.ts";
import { checkMapping, MAX_PAYLOAD_BYTES } from "../../../../local/aws/poller/mapping.ts";
import { lenient, streamRecords } from "./records.ts";

const source = { streamArn: "arn:aws:kinesis:eu-west-1:000000000000:stream/s", shardId: "shardId-000000000000" };

describe("Gathering a batch", () => {
  it("takes what there is, and is not full", () => {
    expect(gather(streamRecords(7), lenient)).toEqual({ count: 7, full: false });
  });

  it("stops at the batch size", () => {
    expect(gather(streamRecords(101), lenient)).toEqual({ count: 100, full: true });
  });

  it("stops before the payload is larger than an invocation takes", () => {
    const records = streamRecords(60, 1_700_000_000_000, 100_000);
    const { count, full } = gather(records, lenient);
    const bytes = (taken: number) => JSON.stringify(lambdaEvent(records.slice(0, taken), source)).length;
    expect(full).toBe(true);
    expect(bytes(count)).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES);
    expect(bytes(count + 2)).toBeGreaterThan(MAX_PAYLOAD_BYTES);
  });

  it("takes a record alone that is larger than that, or the shard would stand still", () => {
    expect(gather(streamRecords(2, 0, MAX_PAYLOAD_BYTES), lenient)).toEqual({ count: 1, full: true });
  });

  it("knows what a record takes of the payload to within its number's digits", () => {
    const [record] = streamRecords(1, 1_700_000_000_000, 1_000);
    const bytes = JSON.stringify(lambdaEvent(record === undefined ? [] : [record], source).Records[0]).length;
    expect(payloadBytes(record as NonNullable<typeof record>)).toBeGreaterThanOrEqual(bytes);
    expect(payloadBytes(record as NonNullable<typeof record>)).toBeLessThan(bytes + 250);
  });

  it("waits for the window to pass, but not with a full batch", () => {
    const mapping = { ...lenient, maximumBatchingWindowInSeconds: 2 };
    expect(waitMs({ count: 1, full: false }, 1_000, 1_500, mapping)).toBe(1_500);
    expect(waitMs({ count: 1, full: false }, 1_000, 3_000, mapping)).toBe(0);
    expect(waitMs({ count: 1, full: true }, 1_000, 1_500, mapping)).toBe(0);
  });
});

describe("A mapping", () => {
  it.each([
    ["batchSize", 10_001],
    ["batchSize", 0],
    ["maximumBatchingWindowInSeconds", 301],
    ["parallelizationFactor", 11],
    ["maximumRetryAttempts", -2],
    ["maximumRecordAgeInSeconds", 59],
    ["maximumRecordAgeInSeconds", 604_801],
  ] as const)("is refused when %s is %d", (name, value) => {
    expect(() => checkMapping({ ...lenient, [name]: value })).toThrow(name);
  });

  it("may retry for ever", () => {
    expect(() => checkMapping(lenient)).not.toThrow();
  });
});
