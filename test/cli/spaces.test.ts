/** The command as its user runs it: arguments, standard input, exit code, both outputs. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { columnList } from "../../shared/row.ts";
import { locationUpdate } from "../support/events.ts";

const command = fileURLToPath(new URL("../../cli/spaces.ts", import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "spaces-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function spaces(args: readonly string[], input: string | Uint8Array = "") {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { input, maxBuffer: 2 ** 28 });
  return { status, stdout: stdout.toString(), stderr: stderr.toString() };
}

const lines = (text: string) => text.split("\n").filter((line) => line !== "");
const event = JSON.stringify(locationUpdate());

describe("spaces normalize", () => {
  it("prints one row per event, its columns in the order of the contract, absent ones left out", () => {
    const { status, stdout } = spaces(["normalize"], `${event}\n${event}\n`);
    const rows = lines(stdout).map((line) => JSON.parse(line));
    expect(status).toBe(0);
    expect(rows).toHaveLength(2);
    const names = Object.keys(rows[0]);
    expect(names).toEqual(columnList.map(({ name }) => name).filter((name) => names.includes(name)));
    expect(rows[0]).toMatchObject({ device_id: "device-1", x: 10.5, floor_id: "location-floor" });
  });

  it("keeps what it rejects with the bytes and the reason, and fails with --strict only", () => {
    const rejects = join(folder, "rejects.ndjson");
    const input = Buffer.concat([Buffer.from(`${event}\nnonsense\n`), Buffer.from([0x7b, 0xff, 0x7d, 0x0a])]);
    expect(spaces(["normalize"], input)).toMatchObject({
      status: 0,
      stderr: "2 rejected; --rejects FILE keeps them with the reasons\n",
    });
    expect(spaces(["normalize", "--strict", "--rejects", rejects], input).status).toBe(1);
    const letters = lines(readFileSync(rejects, "utf8")).map((line) => JSON.parse(line));
    expect(letters.map(({ position, code }) => [position, code])).toEqual([
      ["2", "unknown-encoding"],
      ["3", "invalid-utf8"],
    ]);
    expect(Buffer.from(letters[1].payload, "base64")).toEqual(Buffer.from([0x7b, 0xff, 0x7d]));
  });

  it("reads protobuf and mixed records from base64 lines, and refuses a line that is none with its own bytes", () => {
    const { stdout } = spaces(["simulate", "--events", "300", "--encoding", "mixed", "--seed", "3"]);
    const rejects = join(folder, "base64.ndjson");
    const result = spaces(["normalize", "--framing", "base64-lines", "--rejects", rejects], `${stdout}!!!!\n`);
    expect(lines(result.stdout)).toHaveLength(300);
    const letters = lines(readFileSync(rejects, "utf8")).map((line) => JSON.parse(line));
    expect(letters.map(({ payload }) => Buffer.from(payload, "base64").toString())).toEqual(["!!!!"]);
  });

  it.each([
    [["normalize", "--encoding", "xml"], 2, "Allowed choices are auto, json, protobuf"],
    [["normalize", "--policy", "{"], 1, "--policy is not a privacy policy: it is not JSON"],
    [["normalize", "--rejects", "/nowhere/x"], 1, "--rejects cannot be written (ENOENT)"],
    [["simulate", "--events", "-1"], 2, "It takes a whole number from 0"],
    [["simulate", "--start", "1960-01-01"], 2, "It takes an ISO 8601 time from 2000 to 2200"],
    [["normalise"], 2, "unknown command 'normalise'"],
  ])("says in one sentence what is wrong with %j, and exits %d", (args, code, sentence) => {
    const { status, stderr } = spaces(args);
    expect(status).toBe(code);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain("    at ");
  });

  it("does not lose rejects silently when they cannot be written", () => {
    const { status, stderr } = spaces(["normalize", "--rejects", "/dev/full"], "nonsense\n");
    expect([status, stderr]).toEqual([1, expect.stringContaining("--rejects cannot be written (ENOSPC)")]);
  });
});

describe("spaces simulate", () => {
  it("prints the same events for the same seed, and others for another", () => {
    const of = (seed: string) => spaces(["simulate", "--events", "50", "--seed", seed]).stdout;
    expect(of("1")).toBe(of("1"));
    expect(of("1")).not.toBe(of("2"));
    expect(lines(of("1"))).toHaveLength(50);
  });
});

describe("spaces --help", () => {
  it.each(["normalize", "simulate", "query"])("shows examples of %s", (name) => {
    const { status, stdout } = spaces([name, "--help"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples:\\n.*spaces ${name}`));
  });
});
