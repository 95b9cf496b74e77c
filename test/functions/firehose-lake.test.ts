import { describe, expect, it } from "vitest";
import { firehoseLake, type PutRecordBatchInput, type PutRecordBatchOutput } from "../../functions/firehose-lake.ts";
import { newRow, type Row } from "../../shared/row.ts";

const never = { expired: () => false, remainingMs: () => 60_000 };
const backOff = { wait: async () => undefined };

function rowsOf(count: number, payloadBytes = 0): Row[] {
  return Array.from({ length: count }, (_, index) => ({
    ...newRow(`uid-${index}`, "TYPE", 1, 2, "core/1"),
    payload: "x".repeat(payloadBytes),
  }));
}

function uidsOf(inputs: readonly PutRecordBatchInput[]): string[] {
  return inputs.flatMap(({ Records }) =>
    Records.flatMap(({ Data }) =>
      Buffer.from(Data)
        .toString()
        .trimEnd()
        .split("\n")
        .map((line) => (JSON.parse(line) as Row).record_uid),
    ),
  );
}

function lakeWith(answer: (input: PutRecordBatchInput, call: number) => PutRecordBatchOutput) {
  const inputs: PutRecordBatchInput[] = [];
  const lake = firehoseLake({
    deliveryStream: "lake",
    backOff,
    send: async (input) => {
      inputs.push(input);
      return answer(input, inputs.length);
    },
  });
  return { lake, inputs };
}

function accept({ Records }: PutRecordBatchInput): PutRecordBatchOutput {
  return { FailedPutCount: 0, RequestResponses: Records.map(() => ({})) };
}

describe("The lake as a sink", () => {
  it("puts many rows in one delivery record", async () => {
    const { lake, inputs } = lakeWith(accept);
    expect(await lake.write(rowsOf(200), never)).toEqual([]);
    expect(inputs).toHaveLength(1);
    expect(inputs[0]?.DeliveryStreamName).toBe("lake");
    expect(inputs[0]?.Records).toHaveLength(1);
    expect(uidsOf(inputs)).toEqual(rowsOf(200).map(({ record_uid }) => record_uid));
  });

  it("sends at most 4 MiB a call and 1,000 KiB a record", async () => {
    const { lake, inputs } = lakeWith(accept);
    expect(await lake.write(rowsOf(90, 100_000), never)).toEqual([]);
    for (const { Records } of inputs) {
      expect(Records.reduce((sum, { Data }) => sum + Data.length, 0)).toBeLessThanOrEqual(4 * 1024 * 1024);
      for (const { Data } of Records) expect(Data.length).toBeLessThanOrEqual(1_000 * 1024);
    }
    expect(inputs.length).toBeGreaterThan(1);
    expect(uidsOf(inputs)).toHaveLength(90);
  });

  it("sends again only the records that were refused", async () => {
    const { lake, inputs } = lakeWith((input, call) =>
      call === 1
        ? {
            FailedPutCount: 1,
            RequestResponses: input.Records.map((_, place) =>
              place === 1 ? { ErrorCode: "ServiceUnavailableException" } : {},
            ),
          }
        : accept(input),
    );
    expect(await lake.write(rowsOf(20, 200_000), never)).toEqual([]);
    expect(inputs.map(({ Records }) => Records.length)).toEqual([4, 1]);
    expect(uidsOf(inputs.slice(1))).toEqual(["uid-5", "uid-6", "uid-7", "uid-8", "uid-9"]);
  });

  it("answers retry for every row of a record that stays refused, and for no other", async () => {
    const { lake, inputs } = lakeWith((input) => ({
      RequestResponses: input.Records.map(({ Data }) =>
        Buffer.from(Data).includes("uid-7") ? { ErrorCode: "ServiceUnavailableException" } : {},
      ),
    }));
    const failures = await lake.write(rowsOf(20, 200_000), never);
    expect(failures.map(({ index }) => index)).toEqual([5, 6, 7, 8, 9]);
    expect(failures.every((failure) => failure.fate.status === "retry")).toBe(true);
    expect(inputs.length).toBeLessThanOrEqual(5);
  });

  it("takes an answer that is missing for a refusal", async () => {
    const { lake } = lakeWith(() => ({ FailedPutCount: 0, RequestResponses: [] }));
    expect(await lake.write(rowsOf(1), never)).toMatchObject([{ index: 0, fate: { status: "retry" } }]);
  });

  it("answers retry, not rejection, when the stream is not there", async () => {
    const { lake } = lakeWith(() => {
      throw Object.assign(new Error("no such stream"), { name: "ResourceNotFoundException" });
    });
    const failures = await lake.write(rowsOf(2), never);
    expect(failures).toEqual(
      [0, 1].map((index) => ({
        index,
        fate: { status: "retry", message: expect.stringContaining("ResourceNotFound") },
      })),
    );
  });

  it("sends nothing once time is up", async () => {
    const { lake, inputs } = lakeWith(accept);
    const failures = await lake.write(rowsOf(2), { expired: () => true, remainingMs: () => 0 });
    expect(failures).toHaveLength(2);
    expect(inputs).toEqual([]);
  });

  it("rejects for good only a row that no record can hold", async () => {
    const { lake, inputs } = lakeWith(accept);
    const rows = [...rowsOf(1), ...rowsOf(1, 1_100_000)];
    expect(await lake.write(rows, never)).toMatchObject([
      { index: 1, fate: { rejection: { code: "item-too-large" } } },
    ]);
    expect(uidsOf(inputs)).toEqual(["uid-0"]);
  });
});
