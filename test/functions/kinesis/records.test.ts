import { describe, expect, it } from "vitest";
import { acknowledged, buildResponse, getRecords, sourceOf } from "../../../functions/kinesis/records.ts";
import type { Fate, Outcome } from "../../../shared/outcome.ts";
import { kinesisEvent } from "../../support/kinesis.ts";

const outcome = (position: string, fate: Fate): Outcome => ({ ...fate, position, parts: [{ fate, row: undefined }] });
const stored: Fate = { status: "stored" };
const retry: Fate = { status: "retry", message: "throttled" };
const rejected: Fate = { status: "rejected", rejection: { stage: "decode", code: "malformed-json", message: "" } };

describe("a Kinesis batch", () => {
  it("becomes records with their sequence number, bytes and arrival in milliseconds", () => {
    const [record] = getRecords(kinesisEvent([Buffer.from("hello")]));
    expect(record?.position).toBe("49590338271490256608559692538361571095921575989136588800");
    expect(Buffer.from(record?.payload ?? []).toString()).toBe("hello");
    expect(record?.receivedAtMs).toBe(1_545_084_650_987);
  });

  it("knows the stream and the shard it came from", () => {
    expect(sourceOf(kinesisEvent([Buffer.from("x")]))).toEqual({ stream: "spaces", shard: "shardId-000000000006" });
  });

  it("is done when nothing is to be retried: rejected, ignored and duplicate are done too", () => {
    const outcomes = [
      outcome("1", stored),
      outcome("2", rejected),
      outcome("3", { status: "duplicate" }),
      outcome("4", { status: "ignored", reason: "" }),
    ];
    expect(buildResponse(outcomes)).toEqual({ batchItemFailures: [] });
  });

  it("reports the first record to retry, which Lambda takes as its checkpoint", () => {
    expect(
      buildResponse([outcome("1", stored), outcome("2", retry), outcome("3", stored), outcome("4", retry)]),
    ).toEqual({
      batchItemFailures: [{ itemIdentifier: "2" }],
    });
  });

  it("acknowledges only what is before the checkpoint", () => {
    const outcomes = [outcome("1", stored), outcome("2", retry), outcome("3", stored)];
    expect(acknowledged(outcomes).map(({ position }) => position)).toEqual(["1"]);
  });
});
