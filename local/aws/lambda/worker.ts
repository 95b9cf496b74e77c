/** One execution environment: loads the bundle as Lambda does and handles one invocation at a time. */
import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { Context } from "aws-lambda";
import type { FromWorker, ToWorker, WorkerOptions } from "./worker-messages.ts";

const { bundle, functionName, functionArn, memoryMb } = workerData as WorkerOptions;

function say(message: FromWorker): void {
  parentPort?.postMessage(message);
}

/** What the function prints goes to its log, which is told apart from the answer by order alone. */
function captureOutput(stream: NodeJS.WriteStream): void {
  let rest = "";
  stream.write = ((chunk: string | Uint8Array) => {
    const lines = (rest + (typeof chunk === "string" ? chunk : Buffer.from(chunk).toString())).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) say({ kind: "log", line });
    return true;
  }) as typeof stream.write;
}

function contextOf({ requestId, deadlineMs }: ToWorker): Context {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(memoryMb),
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: `${new Date().toISOString().slice(0, 10).replaceAll("-", "/")}/[$LATEST]local`,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}

type Handler = (event: unknown, context: Context) => Promise<unknown>;

captureOutput(process.stdout);
captureOutput(process.stderr);
try {
  const { handler } = createRequire(import.meta.url)(bundle) as { handler: Handler };
  parentPort?.on("message", async (message: ToWorker) => {
    try {
      const response = await handler(message.event, contextOf(message));
      say({ kind: "answered", json: JSON.stringify(response) ?? "null" });
    } catch (error) {
      say({ kind: "failed", message: describe(error) });
    }
  });
  say({ kind: "ready" });
} catch (error) {
  say({ kind: "unusable", message: describe(error) });
}

/** The first line: what follows in some messages is a list of paths. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "The function threw something that is no error";
  return `${error.name}: ${error.message.split("\n")[0]}`;
}
