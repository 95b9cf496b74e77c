/** `spaces dead-letters` on a local run: real clients, the built functions, real letters of every place. */
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { localAwsStage } from "../../cli/aws/stage.ts";
import { register } from "../../cli/dead-letters.ts";
import { folderObjects } from "../../cli/stage/folder.ts";
import type { Stage } from "../../cli/stage/stage.ts";
import { invocationRecord, invocationRecordKey } from "../../local/aws/poller/invocation-record.ts";
import { runCommand } from "../support/command.ts";
import { type LocalStage, startLocalStage } from "../support/local-stage.ts";

const ARRIVED_MS = Date.UTC(2026, 2, 2, 9, 30);

let local: LocalStage;
let stage: Stage;
let printed: string;
let said: string;
beforeAll(async () => {
  local = await startLocalStage();
});
afterAll(() => local.close());
beforeEach(() => {
  stage = local.open();
  [printed, said] = ["", ""];
  vi.spyOn(console, "log").mockImplementation((text: string) => {
    printed += `${text}\n`;
  });
  vi.spyOn(console, "error").mockImplementation((text: string) => {
    said += `${text}\n`;
  });
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    printed += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  stage.close();
});

const event = (uid: string, tenant = "tenant-1") =>
  Buffer.from(
    JSON.stringify({
      recordUid: uid,
      recordTimestamp: ARRIVED_MS,
      spacesTenantId: tenant,
      eventType: "DEVICE_ENTRY",
      deviceEntry: { device: { deviceId: `device of ${uid}` } },
    }),
  );

const run = (...words: string[]) =>
  runCommand((program) => register(program, async () => local.open()), ["dead-letters", ...words, "--local"]);

async function asked(...words: string[]): Promise<unknown> {
  await run(...words, "--json");
  return JSON.parse(printed);
}

const places = (name: string) => stage.givenUp.find((place) => place.name === name)?.objects;

/** As Lambda keeps what it gives up. */
async function giveUp(payloads: readonly Uint8Array[], shardId = "shardId-000000000000"): Promise<void> {
  const records = payloads.map((data, index) => ({
    sequenceNumber: String(10n ** 55n + BigInt(index)),
    partitionKey: "1",
    data,
    arrivedAtMs: ARRIVED_MS,
  }));
  const record = invocationRecord({
    discarded: { records, condition: "RecordAgeExceeded", invocations: 3 } as never,
    source: { streamArn: "arn:aws:kinesis:eu-west-1:000000000000:stream/spaces-push", shardId },
    functionArn: "arn:aws:lambda:eu-west-1:000000000000:function:spaces-processor",
    requestId: "request",
    failed: true,
    nowMs: ARRIVED_MS,
  });
  await places("given-up")?.write(
    invocationRecordKey("mapping", shardId, ARRIVED_MS),
    Buffer.from(JSON.stringify(record)),
  );
}

/** As Data Firehose keeps what it cannot convert. */
async function failConversion(row: object): Promise<void> {
  const document = {
    attemptsMade: 1,
    arrivalTimestamp: ARRIVED_MS,
    lastErrorCode: "DataFormatConversion.ParseError",
    lastErrorMessage: "it does not fit",
    rawData: Buffer.from(JSON.stringify(row)).toString("base64"),
  };
  await folderObjects(local.access.lakeDirectory).write(
    "errors/format-conversion-failed/dt=2026-03-02/hour=09/file",
    Buffer.from(`${JSON.stringify(document)}\n`),
  );
}

const historyOf = (uid: string) =>
  stage.tables.history({ tenant: "tenant-1", kind: "device", id: `device of ${uid}` }, 0, ARRIVED_MS);

describe("spaces dead-letters", () => {
  it("says so where nothing was given up", async () => {
    await run("list");
    expect(printed).toBe("Nothing was given up.\n");
  });

  it("counts what every place keeps, by code, channel, tenant and hour", async () => {
    const [kinesis, firehose] = stage.transports;
    const poison = Buffer.from(JSON.stringify({ spacesTenantId: "tenant-1", eventType: "DEVICE_ENTRY" }));
    await kinesis?.put([poison, poison, Buffer.from("no event at all")]);
    await firehose?.put([Buffer.from("{ broken")]);
    await local.settled();
    await vi.waitFor(async () => expect(await lettersIn("dead-letters")).toBe(3), { timeout: 20_000 });
    await giveUp([event("a"), event("b"), event("c", "tenant-2")]);
    await failConversion({ tenant_id: "tenant-1", event_type: "DEVICE_ENTRY" });
    const counts = await asked("list", "--by", "code,place,channel,tenant");
    expect(counts).toEqual(
      expect.arrayContaining(
        [
          { code: "missing-record-uid", place: "dead-letters", channel: "kinesis", tenant: "tenant-1", letters: 2 },
          { code: "unknown-encoding", place: "dead-letters", channel: "kinesis", tenant: null, letters: 1 },
          { code: "retries-exhausted", place: "given-up", channel: "kinesis", tenant: "tenant-1", letters: 2 },
          { code: "retries-exhausted", place: "given-up", channel: "kinesis", tenant: "tenant-2", letters: 1 },
          { code: "malformed-json", place: "processing-failed", channel: "firehose", tenant: null, letters: 1 },
          {
            code: "format-conversion-failed",
            place: "format-conversion-failed",
            channel: "firehose",
            tenant: "tenant-1",
            letters: 1,
          },
        ].map((row) => expect.objectContaining({ ...row, put_again: 0 })),
      ),
    );
    printed = "";
    expect(await asked("list", "--by", "hour", "--code", "retries-exhausted")).toEqual([
      expect.objectContaining({ hour: "2026-03-02T09:00Z", letters: 3 }),
    ]);
  });

  async function lettersIn(name: string): Promise<number> {
    printed = "";
    const rows = (await asked("list", "--by", "place", "--place", name)) as readonly { letters: number }[];
    printed = "";
    return rows[0]?.letters ?? 0;
  }

  it("names each letter, and shows one decoded, and raw", async () => {
    await run("list", "--each", "--code", "missing-record-uid");
    const [line = "{}"] = printed.split("\n");
    const { id, ...facts } = JSON.parse(line);
    expect(facts).toMatchObject({
      tenant: "tenant-1",
      eventType: "DEVICE_ENTRY",
      place: "dead-letters",
      stage: "validate",
    });
    printed = "";
    await run("show", id);
    const shown = JSON.parse(printed);
    expect(shown).toMatchObject({ id, code: "missing-record-uid" });
    expect(shown.events).toEqual([{ decoded: { spacesTenantId: "tenant-1", eventType: "DEVICE_ENTRY" } }]);
    printed = "";
    await run("show", id, "--raw");
    expect(JSON.parse(printed)).toEqual({ spacesTenantId: "tenant-1", eventType: "DEVICE_ENTRY" });
  });

  it("shows why what cannot be decoded cannot be", async () => {
    const [{ for_example: id }] = (await asked("list", "--code", "unknown-encoding")) as [{ for_example: string }];
    printed = "";
    await run("show", id);
    expect(JSON.parse(printed).events).toEqual([
      expect.objectContaining({ code: "unknown-encoding", begins: "no event at all" }),
    ]);
  });

  it("puts nothing without --yes where nobody can answer, and says what it would", async () => {
    await run("redrive", "--code", "retries-exhausted");
    expect(said).toContain("Would put 3 letters");
    expect(said).toContain("--yes does it");
    expect(await historyOf("a")).toEqual([]);
  });

  it("says that as JSON, too", async () => {
    expect(await asked("redrive", "--code", "retries-exhausted")).toMatchObject({ dryRun: true, put: 3, putBefore: 0 });
  });

  it("puts what an outage left, tells that it is stored since, and does not put it a second time", async () => {
    const selection = ["redrive", "--code", "retries-exhausted", "--tenant", "tenant-1", "--yes"];
    const stored = { stored: 2, ignored: 0, rejectedAgain: {}, unknown: 0 };
    expect(await asked(...selection)).toMatchObject({ put: 2, putBefore: 0, since: stored });
    const before = [...(await historyOf("a")), ...(await historyOf("b"))];
    expect(before.map(({ record_uid }) => record_uid)).toEqual(["a", "b"]);
    printed = "";
    expect(await asked(...selection)).toMatchObject({ put: 0, putBefore: 2 });
    printed = "";
    expect(await asked(...selection, "--again")).toMatchObject({ put: 2, putBefore: 0, since: stored });
    await local.settled();
    const again = [...(await historyOf("a")), ...(await historyOf("b"))];
    // An event is stored once: only the time of its last arrival is another.
    expect(again.map(({ received_at: _, ...row }) => row)).toEqual(before.map(({ received_at: _, ...row }) => row));
  });

  it("tells by the state that an event is stored of which no history is kept", async () => {
    await giveUp([event("excluded")], "shardId-000000000001");
    const access = { ...local.access, environment: { ...local.access.environment, HISTORY_EXCLUDE: "DEVICE_ENTRY" } };
    await runCommand(
      (program) => register(program, async () => localAwsStage("test", access)),
      ["dead-letters", "redrive", "--place", "given-up", "--tenant", "tenant-1", "--yes", "--json", "--local"],
    );
    expect(JSON.parse(printed)).toMatchObject({ put: 1, putBefore: 2, since: { stored: 1, unknown: 0 } });
  });

  it("tells what is rejected again and why, and leaves that the next time", async () => {
    const selection = ["redrive", "--place", "dead-letters,processing-failed", "--yes"];
    expect(await asked(...selection)).toMatchObject({
      put: 4,
      since: {
        stored: 0,
        rejectedAgain: { "missing-record-uid": 2, "unknown-encoding": 1, "malformed-json": 1 },
        unknown: 0,
      },
    });
    printed = "";
    expect(await asked(...selection)).toMatchObject({ put: 0, putBefore: 8 });
  });

  it("says of a row that it is no event", async () => {
    const counts = await asked("redrive", "--place", "format-conversion-failed", "--yes");
    expect(counts).toMatchObject({ put: 0, left: { "a row and no event": 1 } });
  });

  describe("where an object is not as letters are written", () => {
    const letter = (position: string, more: object = {}) => ({
      position,
      payload: event(`beside ${position}`).toString("base64"),
      stage: "sink",
      code: "retries-exhausted",
      message: "it was given up",
      source: "spaces-push/shard",
      receivedAt: new Date(ARRIVED_MS).toISOString(),
      pipeline: "test/1",
      ...more,
    });
    const lines = (...entries: readonly object[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
    const write = (name: string, bytes: string | Buffer) =>
      places("dead-letters")?.write(`dead-letters/spaces-push/odd/${name}`, Buffer.from(bytes));
    const readable = (ofPosition: string) => expect.stringContaining(`"position":"${ofPosition}"`);

    it("counts what is none, names where it stands, and reads what is beside it", async () => {
      await write("1-cut.ndjson", `${lines(letter("odd-1"))}${JSON.stringify(letter("odd-2")).slice(0, 90)}`);
      await write("2-mixed.ndjson", `{}\nnothing\n${lines(letter("odd-3"))}`);
      await write("3-cut.ndjson.gz", gzipSync(lines(letter("odd-4"))).subarray(0, 60));
      await run("list", "--each", "--place", "dead-letters");
      const found = printed.split("\n").filter((line) => line.includes("/odd/"));
      expect(found).toEqual([
        readable("odd-1"),
        expect.stringContaining('1-cut.ndjson#1","code":"not-a-letter"'),
        expect.stringContaining('2-mixed.ndjson#0","code":"not-a-letter"'),
        expect.stringContaining('2-mixed.ndjson#1","code":"not-a-letter"'),
        readable("odd-3"),
        expect.stringContaining('3-cut.ndjson.gz#0","code":"not-a-letter"'),
      ]);
    });

    it("puts the others, and says how many could not be", async () => {
      const counts = await asked("redrive", "--place", "dead-letters", "--yes", "--wait", "0");
      expect(counts).toMatchObject({ put: 2, left: { "not as letters are written": 4 } });
    });

    it("takes a letter without a position or a time for none, and never for a repeat of another", async () => {
      const { position: _position, ...unplaced } = letter("odd-5");
      const { receivedAt: _receivedAt, ...timeless } = letter("odd-6");
      await write("4-foreign.ndjson", lines(unplaced, unplaced, timeless));
      await run("list", "--each", "--place", "dead-letters", "--code", "not-a-letter");
      expect(printed.split("\n").filter((line) => line.includes("4-foreign"))).toHaveLength(3);
    });
  });

  it.each([
    [["list", "--place", "attic"], "--place has one that this stage does not have; it has dead-letters, given-up"],
    [["list", "--from", "noon"], "--from is no time"],
    [["list", "--from", "2026-03-02", "--to", "2026-03-01"], "--from is not before --to"],
    [["show", "letter"], "A letter is named by its object and its place in it"],
    [["show", "attic/7-9.ndjson#0"], "No place of this stage keeps a letter of that name"],
    [["show", "dead-letters/7-9.ndjson#0"], "There is no letter of that name any more"],
  ])("answers %j with a sentence", async (words, sentence) => {
    await expect(run(...words)).rejects.toThrow(sentence);
  });
});
