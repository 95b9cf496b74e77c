import { describe, expect, it } from "vitest";
import { runChecks } from "../../../cli/doctor/run-checks.ts";
import { UserError } from "../../../cli/user-error.ts";

const signal = new AbortController().signal;
const failing = (error: unknown) => ({ name: "stream", look: () => Promise.reject(error) });

describe("looking at everything", () => {
  it("does not wait for what does not answer, and keeps the order", async () => {
    let done = 0;
    const findings = await runChecks(
      [
        { name: "slow", look: () => new Promise(() => {}) },
        { name: "fast", look: async () => [{ name: "fast", verdict: "good", says: "there" }] },
      ],
      { boundMs: 20, signal, done: () => done++ },
    );
    expect(findings.map(({ name, verdict }) => [name, verdict])).toEqual([
      ["slow", "unknown"],
      ["fast", "good"],
    ]);
    expect(findings[0]?.says).toBe("no answer within 20 ms");
    expect(done).toBe(2);
  });

  it("says of what is stopped that it was, and of nothing that it gave no answer", async () => {
    const stop = new AbortController();
    const look = () => new Promise<never>(() => {});
    const looking = runChecks([{ name: "slow", look }], { boundMs: 60_000, signal: stop.signal, done: () => {} });
    stop.abort();
    expect(await looking).toEqual([{ name: "slow", verdict: "unknown", says: "stopped before it answered" }]);
  });

  it.each([
    [
      "AWS's denial",
      Object.assign(new Error("User: arn:x is not authorized to perform: kinesis:ListShards on resource: y"), {
        name: "AccessDeniedException",
      }),
      { verdict: "unknown", denied: true, says: "you may not look (AccessDeniedException: kinesis:ListShards)" },
    ],
    [
      "any other cloud's",
      Object.assign(new Error("no"), { name: "RestError", statusCode: 403 }),
      { verdict: "unknown", denied: true, says: "you may not look (RestError)" },
    ],
    ["what is not known", new TypeError("secret"), { verdict: "unknown", says: "the look failed (TypeError)" }],
    ["a mistake", new UserError("It is not set."), { verdict: "bad", says: "It is not set" }],
  ])("makes a line of %s", async (_, error, line) => {
    const [finding] = await runChecks([failing(error)], { boundMs: 1_000, signal, done: () => {} });
    expect(finding).toMatchObject({ name: "stream", ...line });
    expect(JSON.stringify(finding)).not.toMatch(/secret|arn:/);
  });
});
