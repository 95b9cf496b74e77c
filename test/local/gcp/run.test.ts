/** `npm run local -- --cloud gcp`, as a user runs it. Needs the built bundles, as `npm test` makes them. */
import { type ChildProcess, execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { openGoogleLake } from "../../../cli/gcp/local-lake.ts";
import { LATEST_VIEW } from "../../../gcp/bigquery/tables.ts";
import type { RunResult } from "../../../local/result.ts";
import { locationUpdate } from "../../support/events.ts";
import { finished, startLocalRun } from "../../support/local-run.ts";

const TIMEOUT_MS = 180_000;
const root = fileURLToPath(new URL("../../../", import.meta.url));

describe("npm run local -- --cloud gcp", { timeout: TIMEOUT_MS }, () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "local-gcp-"));
  });
  afterAll(() => rm(directory, { recursive: true }));

  function start(...argv: string[]): ChildProcess {
    const child = startLocalRun(directory, ["--cloud", "gcp", ...argv]);
    // One that stays up would do so after a test that failed.
    onTestFinished(() => void child.kill("SIGKILL"));
    return child;
  }

  async function file(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(directory, name);
    await writeFile(path, content);
    return path;
  }

  it("prints one JSON line in which every event is accounted for, faults included", async () => {
    const { code, out, err } = await finished(start("--events", "600", "--faults", "--json"));
    expect({ code, lines: out.trim().split("\n").length }).toEqual({ code: 0, lines: 1 });
    const { received, stored, duplicate, ignored, rejected, retry, tables, lake } = JSON.parse(out) as RunResult;
    expect(received).toBe(stored + duplicate + ignored + rejected);
    expect(received).toBeGreaterThan(600);
    expect(retry).toBe(0);
    expect(rejected).toBeGreaterThan(0);
    expect(err).toMatch(/calls throttled by the database/);
    expect(err).toMatch(/puts refused by the lake/);
    expect(err).not.toMatch(/MetadataLookupWarning/);
    // Every event that is not ignored has its one item, however often it came; an ignored one can come twice, too.
    expect(tables.events).toBeLessThanOrEqual(600);
    expect(tables.events).toBeGreaterThanOrEqual(600 - ignored);
    // Both are written of each batch, and what comes again is written again.
    expect(lake.rows).toBeGreaterThanOrEqual(tables.events);
    expect(lake.failed).toBe(0);
  });

  it("answers from the tables and the lake by commands that run, tells what comes, and ends with 130 on Ctrl-C", async () => {
    // Of one moment: an event that comes twice is the same to the millisecond.
    const recordTimestamp = Date.now();
    const good = (recordUid: string) => JSON.stringify(locationUpdate({ recordUid, recordTimestamp }));
    const path = await file("events.ndjson", `${good("a")}\n${good("a")}\n${good("b")}\nno event at all\n`);
    const child = start("--input", path, "--keep");
    const ended = finished(child);
    const text = await said(child, "Ctrl-C ends it");
    expect(text).toContain("4 events in");
    expect(text).toContain("2 items of history");
    expect(text).toContain("unknown-encoding");
    const run = await shellOf(text, directory);
    // Of so few events not every question of the lake has an answer.
    for (const question of ["Where is ", "Who is on ", "Which zones ", "How busy ", "From the lake: "])
      for (const command of commandsOf(text, question)) expect(await run(command), command).toMatch(/│|^No rows/);
    expect(commandsOf(text, "From the lake: ").length).toBeGreaterThan(1);
    const arrived = said(child, /1 stored/);
    const [byHand] = commandsOf(text, "Push an event yourself");
    await run(byHand?.split("\nnpm run ")[0] ?? "");
    await arrived;
    expect(await run(`npm run ${byHand?.split("\nnpm run ")[1]}`)).toContain("entry");
    const more = said(child, /\d\d stored/);
    await run(commandsOf(text, "A hundred more")[0] ?? "");
    await more;
    const lakeDirectory = join(directory, /^Lake +(\S+)/m.exec(text)?.[1] ?? "");
    await expect.poll(() => uidsIn(lakeDirectory), { timeout: TIMEOUT_MS }).toContain("event-by-hand");
    const [letters] = commandsOf(text, "What is in the bucket");
    expect(await run(letters ?? "")).toContain("dead-letters/");
    child.kill("SIGINT");
    expect((await ended).code).toBe(130);
  });

  it.each([
    ["whole", (gzip: Buffer) => gzip, 0, ""],
    ["cut off", (gzip: Buffer) => gzip.subarray(0, gzip.length / 2), 1, "it is damaged or cut off"],
  ])("takes a gzip file of nothing but garbage that is %s, and says so", async (name, cut, expected, complaint) => {
    // What does not compress: half of the file is some of the lines.
    const lines = Array.from({ length: 3_000 }, (_, index) => `no event ${(index * 48_271) % 65_537}\n`).join("");
    const path = await file(`${name}.gz`, cut(gzipSync(lines)));
    const { code, out, err } = await finished(start("--input", path, "--json"));
    expect(code).toBe(expected);
    expect(err).toContain(complaint);
    expect(err).not.toContain("    at ");
    if (expected === 0) expect(JSON.parse(out)).toMatchObject({ received: 3_000, rejected: 3_000 });
  });

  it("ends in the middle of the work on Ctrl-C, without a word", async () => {
    const child = start("--events", "100000", "--json");
    const ended = finished(child);
    setTimeout(() => child.kill("SIGINT"), 8_000);
    expect(await ended).toEqual({ code: 130, out: "", err: "" });
  });

  it.each(["pubsub", "firestore", "storage", "bigquery"])(
    "says which option gives another port to %s",
    async (name) => {
      const taken = createServer().listen(0, "127.0.0.1");
      await once(taken, "listening");
      const { port } = taken.address() as AddressInfo;
      const { code, out, err } = await finished(start("--events", "10", `--${name}-port`, String(port)));
      taken.close();
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toBe(`Port ${port} is in use; give another with --${name}-port, or 0 for any free one.\n`);
    },
  );
});

async function uidsIn(lakeDirectory: string): Promise<readonly unknown[]> {
  const lake = await openGoogleLake(lakeDirectory);
  const { rows } = await lake.sql(`SELECT record_uid FROM ${LATEST_VIEW}`);
  lake.close();
  return rows.flat();
}

/** All it printed, once `text` is in it. */
function said(child: ChildProcess, text: string | RegExp): Promise<string> {
  return new Promise((resolve) => {
    let out = "";
    child.stdout?.on("data", (chunk) => {
      out += chunk;
      if (out.match(text)) resolve(out);
    });
  });
}

/** What stands below a title that begins like that. */
function commandsOf(text: string, title: string): readonly string[] {
  const [, ...sections] = text.slice(text.indexOf("# Endpoints")).split(/^# /m);
  return sections
    .filter((section) => section.startsWith(title))
    .map((section) => section.slice(section.indexOf("\n") + 1).split("\n\n")[0] ?? "");
}

/** A shell with what `text` says has to be told it first; lakes are named as from where the run was started. */
async function shellOf(text: string, directory: string): Promise<(command: string) => Promise<string>> {
  const [exports = ""] = commandsOf(text, "In another shell, first");
  return async (command) => {
    const there = command.replace("--local ", `--local ${directory}/.local/lakes/`);
    const { stdout } = await promisify(execFile)("sh", ["-c", `${exports}\n${there}`], { cwd: root });
    return stdout;
  };
}
