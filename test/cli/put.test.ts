/** `spaces put`: a file into the stream of a local run, and out of its tables. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { register } from "../../cli/put.ts";
import type { Transport } from "../../cli/stage/transport.ts";
import { runCommand } from "../support/command.ts";
import { locationUpdate } from "../support/events.ts";
import { type LocalStage, startLocalStage } from "../support/local-stage.ts";

let local: LocalStage;
let directory: string;
beforeAll(async () => {
  local = await startLocalStage();
  directory = await mkdtemp(join(tmpdir(), "put-"));
});
afterAll(async () => {
  await local.close();
  await rm(directory, { recursive: true });
});

let printed: string;
let said: string;
beforeEach(() => {
  [printed, said] = ["", ""];
  vi.spyOn(console, "log").mockImplementation((text: string) => {
    printed += text;
  });
  vi.spyOn(console, "error").mockImplementation((text: string) => {
    said += text;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const run = (...words: string[]) =>
  runCommand((program) => register(program, async () => local.open()), ["put", ...words, "--local"]);

async function fileOf(name: string, ...uids: string[]): Promise<string> {
  const path = join(directory, name);
  const lines = uids.map(
    (recordUid) => `${JSON.stringify(locationUpdate({ recordUid }, { device: { deviceId: recordUid } }))}\n`,
  );
  await writeFile(path, name.endsWith(".gz") ? gzipSync(lines.join("")) : lines.join(""));
  return path;
}

async function stored(uid: string): Promise<boolean> {
  const stage = local.open();
  const rows = await stage.tables.history({ tenant: "tenant-1", kind: "device", id: uid }, 0, Date.now());
  stage.close();
  return rows.length === 1;
}

describe("spaces put", () => {
  it("says what it would put, and puts nothing, without --yes", async () => {
    await run(await fileOf("a.ndjson", "a1", "a2"));
    expect(said).toContain(
      "Would put 2 records (0.0 MB) into kinesis of the local run test.Nothing was put; --yes does it.",
    );
    expect(printed).toBe("");
  });

  it.each([["b.ndjson"], ["b.ndjson.gz"]])("puts the records of %s, and they are stored", async (name) => {
    const uids = [`${name} 1`, `${name} 2`];
    await run(await fileOf(name, ...uids), "--yes", "--json");
    expect(JSON.parse(printed)).toMatchObject({ put: 2, refused: {} });
    for (const uid of uids) await vi.waitFor(async () => expect(await stored(uid)).toBe(true), { timeout: 20_000 });
  });

  it("goes on where another stopped", async () => {
    await run(await fileOf("c.ndjson", "c1", "c2", "c3"), "--skip", "2", "--yes", "--json");
    expect(JSON.parse(printed)).toMatchObject({ put: 1 });
    await vi.waitFor(async () => expect(await stored("c3")).toBe(true), { timeout: 20_000 });
    expect(await stored("c1")).toBe(false);
  });

  it("puts into the channel it is told, and says of a record that is too large for it that it was refused", async () => {
    const path = join(directory, "large.ndjson");
    await writeFile(path, `{"small":1}\n${"x".repeat(1_100_000)}\n{"small":2}\n`);
    await run(path, "--channel", "firehose", "--yes", "--json");
    expect(JSON.parse(printed)).toEqual({ put: 2, bytes: 22, refused: { InvalidArgumentException: 1 } });
    expect(process.exitCode).toBe(1);
  });

  it("says how far it came where the stage is gone meanwhile", async () => {
    const path = await fileOf("d.ndjson", "d1", "d2", "d3");
    const stage = local.open();
    const [transport] = stage.transports;
    if (transport === undefined) throw new Error("no transport");
    const gone = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    const put = vi.fn<Transport["put"]>().mockImplementationOnce(transport.put).mockRejectedValue(gone);
    const going = { ...stage, transports: [{ ...transport, maxCallRecords: 2, put }] };
    const words = ["put", path, "--skip", "0", "--yes", "--local"];
    await expect(runCommand((program) => register(program, async () => going), words)).rejects.toThrow(
      "Nothing listens where the stage was",
    );
    expect(said).toBe("It got as far as --skip 2.");
  });

  it.each([
    [["nothing.ndjson"], "The file does not exist; give a file with one event per line."],
    [["-"], "What comes on standard input is read once, and is put only with --yes."],
    [
      ["nothing.ndjson", "--channel", "pubsub"],
      "The local run test has no such channel; --channel takes kinesis and firehose.",
    ],
  ])("answers %j with a sentence", async (words, sentence) => {
    await expect(run(...words)).rejects.toThrow(sentence);
  });
});
