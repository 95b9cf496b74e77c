import type { FirehoseTransformationEvent } from "aws-lambda";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildResponse, getRecords, MAX_RESPONSE_BYTES } from "../../../functions/firehose/records.ts";
import { type Fate, type Outcome, outcomeOf, rejected, retry } from "../../../shared/outcome.ts";
import { newRow, type Row } from "../../../shared/row.ts";

const refused = rejected({ stage: "decode", code: "malformed-json", message: "m" });
const throttled = retry("throttled");
const ignored: Fate = { status: "ignored", reason: "by configuration" };

function row(uid: string, payloadBytes = 0): Row {
  return { ...newRow(uid, "TYPE", 1, 2, "core/1"), payload: "x".repeat(payloadBytes) };
}

function outcome(position: string, ...parts: Fate[]): Outcome {
  return outcomeOf(position, parts);
}

function stored(uid: string, payloadBytes = 0): Fate {
  return { status: "stored", row: row(uid, payloadBytes) };
}

function uidsIn(data: string | undefined): string[] {
  const text = Buffer.from(data ?? "", "base64").toString();
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as Row).record_uid);
}

const anyPart: fc.Arbitrary<Fate> = fc.oneof(
  fc.constantFrom(ignored, refused, throttled),
  fc.tuple(fc.constantFrom("stored" as const, "duplicate" as const), fc.nat(3_000)).map(([status, bytes]) => ({
    status,
    row: row("uid", bytes),
  })),
);
const anyOutcomes = fc
  .uniqueArray(fc.string({ unit: "binary", maxLength: 40 }), { maxLength: 40 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) => fc.array(anyPart, { minLength: 1, maxLength: 4 }).map((parts) => outcome(id, ...parts))),
    ),
  );

describe("The transform's answer", () => {
  it("has every record exactly once, in order, as Ok, Dropped or ProcessingFailed, within the limit", () => {
    fc.assert(
      fc.property(anyOutcomes, fc.integer({ min: 6_000, max: 60_000 }), (outcomes, maxBytes) => {
        const { answer } = buildResponse(outcomes, maxBytes);
        expect(answer.records.map(({ recordId }) => recordId)).toEqual(outcomes.map(({ position }) => position));
        for (const { result: word } of answer.records) expect(["Ok", "Dropped", "ProcessingFailed"]).toContain(word);
        expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThanOrEqual(maxBytes);
      }),
    );
  });

  it("never acknowledges a record with a part that failed, nor drops one that has rows", () => {
    fc.assert(
      fc.property(anyOutcomes, (outcomes) => {
        const { answer, warning } = buildResponse(outcomes);
        expect(warning).toBeUndefined();
        for (const [place, record] of answer.records.entries()) {
          const { parts } = outcomes[place] as Outcome;
          const statuses = parts.map(({ status }) => status);
          const failed = statuses.some((status) => status === "rejected" || status === "retry");
          const rows = parts.filter((fate) => "row" in fate).length;
          expect(record.result).toBe(failed ? "ProcessingFailed" : rows > 0 ? "Ok" : "Dropped");
          expect(uidsIn(record.data)).toHaveLength(record.result === "Ok" ? rows : 0);
        }
      }),
    );
  });

  it("writes several events of a record as several lines", () => {
    const { answer } = buildResponse([outcome("1", stored("a"), ignored, stored("b"))]);
    expect(answer.records[0]?.result).toBe("Ok");
    expect(uidsIn(answer.records[0]?.data)).toEqual(["a", "b"]);
  });

  it("answers ProcessingFailed for what does not fit into 6 MB, and still takes what comes after it and fits", () => {
    const sizes = [2_000_000, 2_000_000, 2_000_000, 1_000];
    const { answer, warning } = buildResponse(sizes.map((bytes, index) => outcome(`${index}`, stored("a", bytes))));
    expect(answer.records.map(({ result }) => result)).toEqual(["Ok", "Ok", "ProcessingFailed", "Ok"]);
    expect(warning).toBe("1 records did not fit into the response");
    expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThanOrEqual(MAX_RESPONSE_BYTES);
  });
});

describe("The transform's records", () => {
  function eventOf(data: unknown): FirehoseTransformationEvent {
    const record = { recordId: "1", approximateArrivalTimestamp: 5, data: data as string };
    return { invocationId: "i", deliveryStreamArn: "arn", region: "r", records: [record] };
  }

  it("are the decoded bytes with the id and the time of arrival", () => {
    const [record] = getRecords(eventOf(Buffer.from("{}\n").toString("base64")));
    expect(record).toEqual({ position: "1", payload: Buffer.from("{}\n"), receivedAtMs: 5 });
  });

  it("are empty where there is no body", () => {
    expect(getRecords(eventOf(undefined))[0]?.payload).toHaveLength(0);
  });
});
