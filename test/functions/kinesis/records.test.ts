import { describe, expect, it } from "vitest";
import { buildResponse, getRecords, sourceOf } from "../../../functions/kinesis/records.ts";
import { type Fate, type Outcome, outcomeOf, rejected, retry } from "../../../shared/outcome.ts";
import { newRow } from "../../../shared/row.ts";
import { kinesisEvent } from "../../support/kinesis.ts";

const row = newRow("uid", "TYPE", 1, 2, "test/1");
const stored: Fate = { status: "stored", row };
const throttled = retry("throttled");
const refused = rejected({ stage: "decode", code: "malformed-json", message: "" });
const outcome = (position: string, fate: Fate): Outcome => outcomeOf(position, [fate]);

describe("a Kinesis batch", () => {
  it("becomes records with their sequence number, bytes and arrival in milliseconds", () => {
    const [record] = getRecords(kinesisEvent([Buffer.from("hello")]));
    expect(record?.position).toBe("49590338271490256608559692538361571095921575989136588800");
    expect(Buffer.from(record?.payload ?? []).toString()).toBe("hello");
    expect(record?.receivedAtMs).toBe(1_545_084_650_987);
  });

  it("knows the stream and the shard it came from", () => {
    expect(sourceOf(kinesisEvent([Buffer.from("x")]))).toEqual({
      name: "spaces/shardId-000000000006",
      range: [
        "49590338271490256608559692538361571095921575989136588800",
        "49590338271490256608559692538361571095921575989136588800",
      ],
    });
  });

  it("is done when nothing is to be retried: rejected, ignored and duplicate are done too", () => {
    const outcomes = [
      outcome("1", stored),
      outcome("2", refused),
      outcome("3", { status: "duplicate", row }),
      outcome("4", { status: "ignored", reason: "" }),
    ];
    expect(buildResponse(outcomes)).toEqual({ answer: { batchItemFailures: [] }, settled: outcomes });
  });

  it("reports the first record to retry, which Lambda takes as its checkpoint", () => {
    expect(
      buildResponse([outcome("1", stored), outcome("2", throttled), outcome("3", stored), outcome("4", throttled)])
        .answer,
    ).toEqual({
      batchItemFailures: [{ itemIdentifier: "2" }],
    });
  });

  it("acknowledges only what is before the checkpoint", () => {
    const outcomes = [outcome("1", stored), outcome("2", throttled), outcome("3", stored)];
    expect(buildResponse(outcomes).settled.map(({ position }) => position)).toEqual(["1"]);
  });
});
