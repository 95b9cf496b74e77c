import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../../../../cli/user-error.ts";
import { type LambdaFunction, startFunction } from "../../../../local/aws/lambda/function.ts";

const bundleText = `
let invocations = 0;
exports.handler = async (event, context) => {
  invocations++;
  console.log(JSON.stringify({ level: "INFO", message: event.say }));
  if (event.throw) throw new TypeError("no such thing");
  if (event.hang) await new Promise(() => setInterval(() => {}, 1_000));
  if (event.exit) process.exit(3);
  if (event.sleepMs) await new Promise((resolve) => setTimeout(resolve, event.sleepMs));
  const { functionName, awsRequestId, invokedFunctionArn } = context;
  return {
    invocations,
    setting: process.env.SETTING,
    home: process.env.HOME,
    remainingMs: context.getRemainingTimeInMillis(),
    functionName, awsRequestId, invokedFunctionArn,
    dropped: undefined,
  };
};`;

describe("The local function", { timeout: 30_000 }, () => {
  let directory: string;
  let lambda: LambdaFunction | undefined;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "function-"));
  });
  afterEach(async () => {
    await lambda?.close();
    lambda = undefined;
    await rm(directory, { recursive: true });
  });

  async function start(text = bundleText, timeoutMs = 5_000): Promise<LambdaFunction> {
    const bundle = join(directory, "index.cjs");
    await writeFile(bundle, text);
    const functionArn = "arn:aws:lambda:eu-west-1:000000000000:function:f";
    const env = { SETTING: "given" };
    lambda = await startFunction({ bundle, functionName: "f", functionArn, memoryMb: 128, timeoutMs, env });
    return lambda;
  }

  it("has a context as Lambda gives it, and the environment it was given and no other", async () => {
    const invocation = await (await start()).invoke({});
    expect(invocation).toMatchObject({
      kind: "answered",
      response: {
        setting: "given",
        functionName: "f",
        awsRequestId: invocation.requestId,
        invokedFunctionArn: "arn:aws:lambda:eu-west-1:000000000000:function:f",
      },
    });
    const { response } = invocation as { response: { remainingMs: number } };
    expect(response.remainingMs).toBeGreaterThan(3_000);
    expect(response.remainingMs).toBeLessThanOrEqual(5_000);
    expect(response).not.toHaveProperty("home");
    expect(response).not.toHaveProperty("dropped");
  });

  it("keeps what it prints with its invocation, off the console", async () => {
    const { logs } = await (await start()).invoke({ say: "hello" });
    expect(logs).toEqual(['{"level":"INFO","message":"hello"}']);
  });

  it("reuses an environment that is free", async () => {
    const started = await start();
    await started.invoke({});
    expect(await started.invoke({})).toMatchObject({ response: { invocations: 2 } });
  });

  it("has one environment per invocation under way", async () => {
    const started = await start();
    const both = await Promise.all([started.invoke({ sleepMs: 200 }), started.invoke({ sleepMs: 200 })]);
    expect(both).toMatchObject([{ response: { invocations: 1 } }, { response: { invocations: 1 } }]);
  });

  it("fails an invocation that throws, and goes on", async () => {
    const started = await start();
    expect(await started.invoke({ throw: true })).toMatchObject({
      kind: "failed",
      message: "TypeError: no such thing",
    });
    expect(await started.invoke({})).toMatchObject({ response: { invocations: 2 } });
  });

  it("ends an environment that does not answer in time, and starts another", async () => {
    const started = await start(bundleText, 1_000);
    expect(await started.invoke({ hang: true, say: "still here" })).toMatchObject({
      kind: "failed",
      message: "Task timed out after 1.00 seconds",
      logs: ['{"level":"INFO","message":"still here"}'],
    });
    expect(await started.invoke({})).toMatchObject({ kind: "answered", response: { invocations: 1 } });
  });

  it("survives a process that exits", async () => {
    const started = await start();
    expect(await started.invoke({ exit: true })).toMatchObject({ kind: "failed" });
    expect(await started.invoke({})).toMatchObject({ kind: "answered", response: { invocations: 1 } });
  });

  it("says why a bundle does not start", async () => {
    const starting = start('throw new Error("EVENTS_TABLE is missing");');
    await expect(starting).rejects.toThrow(UserError);
    await expect(starting).rejects.toThrow("EVENTS_TABLE is missing");
  });
});
