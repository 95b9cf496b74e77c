/** What a setting made unusable, put again once the setting is mended: the built function, before and after. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { localAwsStage } from "../../cli/aws/stage.ts";
import { register } from "../../cli/dead-letters.ts";
import { accessOf } from "../../local/aws/access.ts";
import { consume } from "../../local/aws/consume.ts";
import { FUNCTION_MEMORY_MB, FUNCTION_TIMEOUT_MS } from "../../local/aws/event-source-mapping.ts";
import { type LambdaFunction, startFunction } from "../../local/aws/lambda/function.ts";
import { FUNCTION, functionArn } from "../../local/aws/names.ts";
import { type Stack, startStack } from "../../local/aws/stack.ts";
import type { Consumption } from "../../local/cloud.ts";
import { newLedger } from "../../local/ledger.ts";
import { runCommand } from "../support/command.ts";
import { locationUpdate } from "../support/events.ts";

/** More than the function takes unless it is told otherwise. */
const LONG = "x".repeat(1_200_000);

let stack: Stack;
let lakeDirectory: string;
let deployed: LambdaFunction;
let consumption: Consumption;
beforeAll(async () => {
  lakeDirectory = await mkdtemp(join(tmpdir(), "mended-"));
  stack = await startStack({ ports: {}, lakeDirectory, faults: false });
  deployed = stack.lambda;
  const lambda = {
    ...stack.lambda,
    invoke: (event: Parameters<LambdaFunction["invoke"]>[0]) => deployed.invoke(event),
  };
  consumption = consume({ ...stack, lambda }, newLedger());
});
afterAll(async () => {
  await consumption.stop();
  if (deployed !== stack.lambda) await deployed.close();
  await stack.close();
  await rm(lakeDirectory, { recursive: true });
});
afterEach(() => vi.restoreAllMocks());

async function deploy(changes: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  const environment = { ...stack.environment, ...changes };
  deployed = await startFunction({
    memoryMb: FUNCTION_MEMORY_MB,
    timeoutMs: FUNCTION_TIMEOUT_MS,
    bundle: fileURLToPath(new URL("../../dist/aws/kinesis/index.cjs", import.meta.url)),
    functionName: FUNCTION,
    functionArn: functionArn(FUNCTION),
    env: { ...environment, AWS_LAMBDA_FUNCTION_NAME: FUNCTION },
  });
  return environment;
}

describe("a poison that a setting made", () => {
  it("is stored after the setting is mended and its letter put again once", async () => {
    const stage = localAwsStage("test", accessOf(stack));
    const event = locationUpdate({ recordUid: "long" }, { device: { deviceId: "long" }, note: LONG });
    await stage.transports[0]?.put([Buffer.from(JSON.stringify(event))]);
    const letters = async () => {
      const names: string[] = [];
      for await (const { name } of stage.givenUp[0]?.objects.list("dead-letters/") ?? []) names.push(name);
      return names;
    };
    await vi.waitFor(async () => expect(await letters()).toHaveLength(1), { timeout: 20_000 });

    const environment = await deploy({ MAX_RECORD_BYTES: "10485760" });
    let printed = "";
    vi.spyOn(console, "log").mockImplementation((text: string) => {
      printed += text;
    });
    await runCommand(
      (program) => register(program, async () => localAwsStage("test", { ...accessOf(stack), environment })),
      ["dead-letters", "redrive", "--code", "record-too-large", "--yes", "--json", "--local"],
    );
    expect(JSON.parse(printed)).toMatchObject({ put: 1, since: { stored: 1, rejectedAgain: {}, unknown: 0 } });
    const rows = await stage.tables.history({ tenant: "tenant-1", kind: "device", id: "long" }, 0, Date.now());
    expect(rows.map(({ record_uid }) => record_uid)).toEqual(["long"]);
    expect(await letters()).toHaveLength(1);
    stage.close();
  });
});
