/**
 * The law: no record, usable or not, costs more than 250 ms of CPU or 64 MiB of heap per MiB of it. Each known bomb is
 * decoded in a process of its own kind, so that neither the test's memory nor its compiled code counts.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { bombs } from "./bombs.ts";
import type { Cost } from "./cost.ts";

const MAX_CPU_MS = 250;
const MAX_HEAP_MIB = 64;
const MAX_BATCH_RSS_MIB = 1_024;
const names = Object.keys(bombs);
const run = promisify(execFile);
const script = fileURLToPath(new URL("cost.ts", import.meta.url));

describe("a record made to cost much", () => {
  let costs: ReadonlyMap<string, Cost>;

  beforeAll(async () => {
    const { stdout } = await run(process.execPath, ["--expose-gc", script, "--each", ...names]);
    costs = new Map(
      stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as [string, Cost]),
    );
    // Not a bound: a machine that is busy takes several times the 15 seconds of an idle one.
  }, 600_000);

  it.each(names)("is decoded or refused at its price: %s", (name) => {
    const cost = costs.get(name);
    expect(cost?.cpuMs).toBeLessThanOrEqual(MAX_CPU_MS);
    expect(cost?.heapMiB).toBeLessThanOrEqual(MAX_HEAP_MIB);
    expect(cost?.parts).toBeLessThanOrEqual(10_000);
  });

  it.each([
    "an aggregate of empty pieces",
    "an aggregate of fewer broken gzips",
    "a gzip of one event of eight million objects",
    "a gzip of as much text as may be",
    "an event with a list of empty objects",
    "protobuf of empty messages",
  ])("comes four times in a batch, which fits into the function's memory: %s", async (name) => {
    const { stdout } = await run(process.execPath, [script, "--four", name]);
    expect(Number(stdout)).toBeLessThan(MAX_BATCH_RSS_MIB);
  });
});
