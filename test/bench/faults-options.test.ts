/** The command line of the fault run: a mistake is a sentence and an exit code. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parseOptions } from "../../bench/faults/options.ts";

const main = fileURLToPath(new URL("../../bench/faults/main.ts", import.meta.url));

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("npm run faults", () => {
  it("says what it takes", () => {
    expect(run("--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("--seeds <n>"), stderr: "" });
  });

  it.each([
    [["--sed", "7"], "unknown option '--sed'"],
    [["--cloud", "moon"], "Allowed choices are aws, aws-firehose, azure, gcp."],
    [["--seeds", "0"], "It takes a whole number from 1"],
    [["--with", "/no/such/file"], "--with is no file of an earlier run's results"],
  ])("ends with 2 and a sentence for %j", (args, sentence) => {
    const { status, stdout, stderr } = run(...args);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("takes several clouds, each way they are given", () => {
    const both = { cloud: ["azure", "gcp"] };
    expect(parseOptions(["--cloud", "azure", "--cloud", "gcp"])).toMatchObject(both);
    expect(parseOptions(["--cloud", "azure", "gcp"])).toMatchObject(both);
    expect(parseOptions([])).toMatchObject({ cloud: ["aws", "aws-firehose", "azure", "gcp"], engine: "memory" });
  });
});
