import { describe, expect, it } from "vitest";
import { judge } from "../../../../local/aws/poller/batch-response.ts";

const sequenceNumbers = ["10", "11", "12"];

function verdictOn(response: unknown, reportBatchItemFailures = true) {
  return judge({ kind: "answered", requestId: "r", logs: [], response }, sequenceNumbers, reportBatchItemFailures);
}

function failing(...identifiers: unknown[]) {
  return { batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })) };
}

describe("A function's answer", () => {
  it.each([
    ["null", null],
    ["nothing", undefined],
    ["an empty response", {}],
    ["an empty list", { batchItemFailures: [] }],
    ["a null list", { batchItemFailures: null }],
  ])("that is %s acknowledges the batch", (_, response) => {
    expect(verdictOn(response)).toEqual({ kind: "succeeded" });
  });

  it.each([
    ["the first", failing("10"), 0],
    ["the last", failing("12"), 2],
    ["several, in any order: the lowest", failing("12", "11"), 1],
  ])("that names %s makes it the checkpoint", (_, response, checkpoint) => {
    expect(verdictOn(response)).toEqual({ kind: "partial", checkpoint });
  });

  it.each([
    ["an empty identifier", failing("")],
    ["a null identifier", failing(null)],
    ["an identifier under another key", { batchItemFailures: [{ itemIdentifer: "11" }] }],
    ["an identifier of no record in the batch", failing("99")],
    ["a number for an identifier", failing(11)],
    ["a good identifier beside a bad one", failing("11", "")],
    ["a list of something else", { batchItemFailures: [null] }],
    ["no list", { batchItemFailures: "11" }],
    ["text", "done"],
  ])("with %s fails the whole batch", (_, response) => {
    expect(verdictOn(response)).toEqual({ kind: "failed" });
  });

  it("names nothing that counts unless the mapping reports failures", () => {
    expect(verdictOn(failing("10"), false)).toEqual({ kind: "succeeded" });
  });

  it("does not exist when the invocation failed", () => {
    const failed = { kind: "failed", requestId: "r", logs: [], message: "Error: no" } as const;
    expect(judge(failed, sequenceNumbers, true)).toEqual({ kind: "failed" });
  });
});
