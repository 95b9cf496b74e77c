/** What a cloud or the network refuses is a sentence; a mistake of ours keeps its trace. */
import { describe, expect, it } from "vitest";
import type { Stage } from "../../../cli/stage/stage.ts";
import { withStage } from "../../../cli/stage/with-stage.ts";
import { UserError } from "../../../cli/user-error.ts";
import { NoAnswer } from "../../../runtime/in-time.ts";

const stage = { close() {} } as unknown as Stage;
const failing = (error: unknown) =>
  withStage(
    async () => stage,
    { cloud: "aws" },
    async () => {
      throw error;
    },
  ).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
const named = (name: string, facts: object, message = "no") => Object.assign(new Error(message), { name, ...facts });

describe("what ends an operator's command", () => {
  it.each([
    ["AWS refuses", named("AccessDenied", { $metadata: {} }), "The cloud refused: AccessDenied. no"],
    ["Azure Storage refuses", named("RestError", { statusCode: 403 }), "The cloud refused: RestError. no"],
    [
      "Event Hubs refuses",
      named("MessagingError", { code: "UnauthorizedError" }),
      "The cloud refused: MessagingError. no",
    ],
    [
      "Google refuses",
      named("Error", { code: 7 }, "7 PERMISSION_DENIED"),
      "The cloud refused: Error. 7 PERMISSION_DENIED",
    ],
    ["nobody listens", named("Error", { code: "ECONNREFUSED" }), "has the local run ended?"],
    ["nobody answers at gRPC", named("Error", { code: 14 }), "is this machine online? Of a local run: has it ended?"],
    ["nobody answers in time", new NoAnswer(), "was not answered in time"],
    ["Google's answer is late", named("Error", { code: 4 }, "4 DEADLINE_EXCEEDED"), "was not answered in time"],
    ["nobody is signed in at AWS", named("CredentialsProviderError", {}), "There are no valid credentials here"],
    ["nobody is signed in at Azure", named("AggregateAuthenticationError", {}), "There are no valid credentials here"],
    [
      "nobody is signed in at Google",
      new Error("Could not load the default credentials. Browse to …"),
      "There are no valid credentials here",
    ],
  ])("is a sentence where %s", async (_, error, sentence) => {
    const thrown = await failing(error);
    expect(thrown).toBeInstanceOf(UserError);
    expect((thrown as Error).message).toContain(sentence);
  });

  it("is itself where it is a mistake of ours", async () => {
    const error = new TypeError("x is not a function");
    expect(await failing(error)).toBe(error);
  });
});
