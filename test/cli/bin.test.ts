/** The `spaces` executable, on the Node it is started with and on the package's own; and what a shell completes. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };

const root = fileURLToPath(new URL("../../", import.meta.url));
const bin = `${root}${packageJson.bin.spaces}`;

/** Makes the launcher think that it was started by a Node that runs no TypeScript. */
const OLDER =
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.0.0"}})';

/** Anywhere but in the checkout. */
function run(args: readonly string[], ...nodeOptions: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeOptions, bin, ...args], {
    cwd: tmpdir(),
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

describe.each([
  ["a Node that runs TypeScript", []],
  ["an older Node", ["--import", OLDER]],
])("spaces, started by %s", (_, nodeOptions) => {
  it("is the command, wherever it is called", () => {
    expect(run(["--version"], ...nodeOptions)).toEqual({ status: 0, stdout: `${packageJson.version}\n`, stderr: "" });
  });

  it("ends as the command ends", () => {
    expect(run(["normalize", "--framing", "xml"], ...nodeOptions).status).toBe(2);
    expect(run(["dead-letters", "list"], ...nodeOptions)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^Say where: --stage for a stage on AWS, .*\n$/),
    });
  });
});

describe("spaces, as a package's executable", () => {
  it("may be executed and says by what", () => {
    expect(readFileSync(bin, "utf8").split("\n")[0]).toBe("#!/usr/bin/env node");
    expect(spawnSync("test", ["-x", bin]).status).toBe(0);
  });
});

describe("a shell", () => {
  it.each([["bash"], ["zsh"], ["fish"]])("has a script for %s that asks the command", (shell) => {
    const { status, stdout } = run(["completion", shell]);
    expect(status).toBe(0);
    expect(stdout).toContain("spaces complete --");
    if (shell === "bash") expect(spawnSync("bash", ["-n"], { input: stdout, encoding: "utf8" }).stderr).toBe("");
  });

  it.each([
    [["dead-letters", ""], "redrive\t"],
    [["dead-letters", "redrive", "--"], "--again\t"],
    [["query", "--format", ""], "csv"],
  ])("is told what may follow %j", (words, expected) => {
    expect(run(["complete", "--", ...words]).stdout).toContain(expected);
  });
});
