import type { FirehoseTransformationEvent } from "aws-lambda";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildResponse, getRecords, MAX_RESPONSE_BYTES } from "../../../functions/firehose/records.ts";
import { type Fate, type Outcome, type Part, worstFate } from "../../../shared/outcome.ts";
import { newRow, type Row } from "../../../shared/row.ts";

const rejected: Fate = { status: "rejected", rejection: { stage: "decode", code: "malformed-json", message: "m" } };
const retry: Fate = { status: "retry", message: "throttled" };
const ignored: Fate = { status: "ignored", reason: "by configuration" };

function row(uid: string, payloadBytes = 0): Row {
  return { ...newRow(uid, "TYPE", 1, 2, "core/1"), payload: "x".repeat(payloadBytes) };
}

function outcome(position: string, ...parts: Part[]): Outcome {
  return { ...worstFate(parts), position, parts };
}

function stored(uid: string, payloadBytes = 0): Part {
  return { fate: { status: "stored" }, row: row(uid, payloadBytes) };
}

function uidsIn(data: string | undefined): string[] {
  const text = Buffer.from(data ?? "", "base64").toString();
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as Row).record_uid);
}

const anyPart: fc.Arbitrary<Part> = fc
  .tuple(fc.constantFrom<Fate>({ status: "stored" }, { status: "duplicate" }, ignored, rejected, retry), fc.nat(3_000))
  .map(([fate, bytes]) => ({
    fate,
    row: fate.status === "stored" || fate.status === "duplicate" ? row("uid", bytes) : undefined,
  }));
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
        const { result } = buildResponse(outcomes, maxBytes);
        expect(result.records.map(({ recordId }) => recordId)).toEqual(outcomes.map(({ position }) => position));
        for (const { result: word } of result.records) expect(["Ok", "Dropped", "ProcessingFailed"]).toContain(word);
        expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThanOrEqual(maxBytes);
      }),
    );
  });

  it("never acknowledges a record with a part that failed, nor drops one that has rows", () => {
    fc.assert(
      fc.property(anyOutcomes, (outcomes) => {
        const { result, overflow } = buildResponse(outcomes);
        expect(overflow).toBe(0);
        for (const [place, answer] of result.records.entries()) {
          const { parts } = outcomes[place] as Outcome;
          const statuses = parts.map(({ fate }) => fate.status);
          const failed = statuses.some((status) => status === "rejected" || status === "retry");
          const rows = parts.filter((part) => part.row !== undefined).length;
          expect(answer.result).toBe(failed ? "ProcessingFailed" : rows > 0 ? "Ok" : "Dropped");
          expect(uidsIn(answer.data)).toHaveLength(answer.result === "Ok" ? rows : 0);
        }
      }),
    );
  });

  it("writes several events of a record as several lines", () => {
    const { result } = buildResponse([outcome("1", stored("a"), { fate: ignored, row: undefined }, stored("b"))]);
    expect(result.records[0]?.result).toBe("Ok");
    expect(uidsIn(result.records[0]?.data)).toEqual(["a", "b"]);
  });

  it("fails a record whose event brought no row rather than losing it", () => {
    const { result } = buildResponse([outcome("1", { fate: { status: "stored" }, row: undefined })]);
    expect(result.records).toEqual([{ recordId: "1", result: "ProcessingFailed" }]);
  });

  it("answers ProcessingFailed for what does not fit into 6 MB, and still takes what comes after it and fits", () => {
    const sizes = [2_000_000, 2_000_000, 2_000_000, 1_000];
    const { result, overflow } = buildResponse(sizes.map((bytes, index) => outcome(`${index}`, stored("a", bytes))));
    expect(result.records.map((answer) => answer.result)).toEqual(["Ok", "Ok", "ProcessingFailed", "Ok"]);
    expect(overflow).toBe(1);
    expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThanOrEqual(MAX_RESPONSE_BYTES);
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
