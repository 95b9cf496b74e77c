import { status } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { GoogleStatus, googleErrorName, isConflict, isPassing, isRefusal } from "../../gcp/google-errors.ts";

const meaning = (error: unknown) =>
  [
    ...(isRefusal(error) ? ["refused"] : []),
    ...(isPassing(error) ? ["passing"] : []),
    ...(isConflict(error) ? ["conflict"] : []),
  ].join();

describe("an error of Google Cloud", () => {
  it.each([
    [status.INVALID_ARGUMENT, "refused"],
    [status.RESOURCE_EXHAUSTED, "passing"],
    [status.UNAVAILABLE, "passing"],
    [status.DEADLINE_EXCEEDED, "passing"],
    [status.ABORTED, "passing"],
    [status.INTERNAL, "passing"],
    [status.ALREADY_EXISTS, "conflict"],
    [status.FAILED_PRECONDITION, "conflict"],
    [status.NOT_FOUND, "conflict"],
    [status.PERMISSION_DENIED, ""],
    [status.UNAUTHENTICATED, ""],
    [status.UNIMPLEMENTED, ""],
  ])("with the code %i means: %s", (code, expected) => {
    expect(meaning({ code })).toBe(expected);
  });

  it("is named by its code, and never by a message that may quote the data", () => {
    expect(googleErrorName(Object.assign(new Error("a:b:c"), { code: status.ABORTED }))).toBe("ABORTED");
    expect(new GoogleStatus(status.ABORTED).message).toBe("The service answered ABORTED");
    expect(googleErrorName({ code: 99 })).toBe("code 99");
    expect(googleErrorName(new TypeError("a:b:c"))).toBe("TypeError");
    expect(meaning(Object.assign(new Error("no network"), { code: "ENOTFOUND" }))).toBe("");
  });
});
