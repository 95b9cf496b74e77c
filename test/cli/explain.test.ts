/** `spaces explain`: what it says of a record is what the core does with it. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { deadLetterPlaces } from "../../cli/aws/given-up-places.ts";
import { explainer } from "../../cli/explain/explain.ts";
import { type MemoryTablesOptions, memoryTables } from "../../cli/explain/memory-tables.ts";
import { showExplanation } from "../../cli/explain/show.ts";
import { register } from "../../cli/explain.ts";
import { aggregate } from "../../cli/simulator/kpl-aggregate.ts";
import { encodeRecords } from "../../cli/simulator/records.ts";
import { simulate } from "../../cli/simulator/simulate.ts";
import type { Objects } from "../../cli/stage/objects.ts";
import type { Stage } from "../../cli/stage/stage.ts";
import { letterFile } from "../../runtime/letter-file.ts";
import { stateItem } from "../../shared/state/state-item.ts";
import { runCommand } from "../support/command.ts";
import { bytesOf, processRecords, recordOf, rowOf, testCore } from "../support/core.ts";
import { locationUpdate } from "../support/events.ts";
import { memoryTransport } from "../support/memory-transport.ts";

function explainWith(tables: MemoryTablesOptions = {}) {
  return explainer({ core: testCore(), encoding: "auto", tables: memoryTables(tables) });
}

const lineOf = (event: object) => bytesOf(`${JSON.stringify(event)}\n`);

describe("what an explanation says", () => {
  it("is the fate the core gives, whatever came: one for each event, and every step up to the one that failed", async () => {
    const records = [
      ...encodeRecords(simulate({ events: 300, seed: 5, startMs: 1e12, eventsPerSecond: 100 }), {
        encoding: "mixed",
        seed: 5,
      }),
    ];
    const broken = records.map(({ bytes }) => bytes.subarray(0, bytes.length >> 1));
    for (const payload of [...records.map(({ bytes }) => bytes), ...broken]) {
      const said = await explainWith()(recordOf(payload));
      const [outcome] = await processRecords([recordOf(payload)], {});
      expect(said.events.map(({ status }) => status)).toEqual(outcome?.parts.map(({ status }) => status));
      for (const { status, steps } of said.events) {
        expect(steps.slice(0, -1).every(({ ok }) => ok)).toBe(true);
        expect(steps.at(-1)?.ok).toBe(status !== "rejected");
      }
    }
  });

  it("never throws, whatever the bytes, and can be shown", async () => {
    const explain = explainWith();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (payload) => {
        expect(showExplanation(await explain(recordOf(payload)))).toContain("Record 1: ");
      }),
    );
  });

  it("names what came from the outside in", async () => {
    const line = lineOf(locationUpdate());
    const other = lineOf(locationUpdate({ recordUid: "event-2" }));
    const formsOf = async (bytes: Uint8Array) => (await explainWith()(recordOf(bytes))).came;
    expect(await formsOf(line)).toEqual({ bytes: line.length, forms: ["json"], events: 1 });
    expect(await formsOf(gzipSync(line))).toMatchObject({ forms: ["gzip", "json"], events: 1 });
    expect(await formsOf(aggregate([line, other]))).toMatchObject({ forms: ["kpl", "json"], events: 2 });
    expect(await formsOf(bytesOf(`[${JSON.stringify(locationUpdate())},{}]`))).toMatchObject({
      forms: ["unframed", "json"],
      events: 2,
    });
    expect(await formsOf(bytesOf("nonsense"))).toMatchObject({ forms: [], events: 1 });
  });

  it("tells a rejection by code, field and fix, beside the envelope as it came", async () => {
    const { events, leaves } = await explainWith()(recordOf(locationUpdate({ recordTimestamp: "soon" })));
    expect(events[0]).toMatchObject({
      status: "rejected",
      envelope: { recordUid: "event-1", recordTimestamp: "soon" },
      rejection: {
        code: "invalid-record-timestamp",
        field: "recordTimestamp",
        fix: expect.stringContaining("epoch milliseconds"),
      },
    });
    expect(leaves).toEqual([]);
  });

  it("names what the privacy policy changed and shows nothing of it", async () => {
    const said = await explainWith()(recordOf(locationUpdate()));
    expect(said.events[0]?.steps.find(({ step }) => step === "privacy")?.says).toContain("replaced mac_address");
    expect(JSON.stringify(said)).not.toContain("02:00:5e");
  });

  it("says which items a record leaves, by their keys", async () => {
    const { leaves } = await explainWith()(recordOf(locationUpdate()));
    const subject = { tenant: "tenant-1", kind: "device", id: "device-1" };
    expect(leaves.map(({ table, outcome, key }) => [table, outcome, key])).toEqual([
      ["events", "written", { ...subject, occurred_at: "2023-11-14T22:13:20.000Z", record_uid: "event-1" }],
      ["state", "written", { ...subject, aspect: "position" }],
      [
        "by place",
        "written",
        { ...subject, place: "location-floor", slot: "2023-11-14T22:10:00.000Z", aspect: "position" },
      ],
      ["places", "written", { tenant: "tenant-1", location: "location-zone", digest: expect.any(String) }],
    ]);
  });

  it("says why state is left as it was: an older event, and one whose readings add nothing", async () => {
    const explain = explainWith();
    const stateOf = async (event: object) =>
      (await explain(recordOf(event))).leaves.find(({ table }) => table === "state");
    await explain(recordOf(locationUpdate()));
    expect(await stateOf(locationUpdate({ recordTimestamp: 1_600_000_000_000 }))).toMatchObject({
      outcome: "left as it was",
      says: expect.stringContaining("2023-11-14T22:13:20.000Z"),
    });
    const count = { recordUid: "c", recordTimestamp: 1e12, spacesTenantId: "t", eventType: "DEVICE_COUNT" };
    const counted = { ...count, deviceCounts: { location: { locationId: "l" }, associatedCount: 3 } };
    expect(await stateOf(counted)).toMatchObject({ outcome: "written", row: { associated_count: 3 } });
    expect(await stateOf(counted)).toMatchObject({
      outcome: "left as it was",
      says: "it adds nothing to what stands there",
    });
  });

  it("takes what stands in a stage's tables into account", async () => {
    const stored = rowOf(locationUpdate({ recordTimestamp: 1_800_000_000_000 }));
    const key = { subject: { tenant: "tenant-1", kind: "device", id: "device-1" }, aspect: "position" } as const;
    const item = stateItem(key, { occurredAtMs: 1_800_000_000_000, recordUid: "event-1" }, stored, 1);
    const { leaves } = await explainWith({ below: { stateOf: async () => [item], history: async () => [] } })(
      recordOf(locationUpdate()),
    );
    expect(leaves[1]).toMatchObject({ table: "state", outcome: "left as it was" });
  });

  it.each([
    [{ eventType: "ROBOT_UPDATE" }, {}, "no state: what an event of this type says replaces nothing that is known"],
    [{ recordTimestamp: 9_000_000_000_000 }, {}, "no state: its time is more than a day ahead of the clock here"],
    [{}, { device: {} }, "no state: nothing says what it is about"],
    [
      {},
      { location: undefined, xPos: undefined, yPos: undefined },
      "no state: it says neither where its subject is nor what it does",
    ],
    [{}, {}, "position: where it is newer"],
  ])("says of %j with %j why it updates no state, or which", async (change, payload, says) => {
    const { events } = await explainWith()(recordOf(locationUpdate(change, payload)));
    expect(events[0]?.steps.at(-1)?.says).toBe(says);
  });

  it("tells a repeat within a record, and a type left out of the history", async () => {
    const line = Buffer.from(lineOf(locationUpdate()));
    const explain = explainWith({ historyExcludedTypes: new Set(["DEVICE_LOCATION_UPDATE"]) });
    const { events, leaves } = await explain(recordOf(Buffer.concat([line, line])));
    expect(events.map(({ status }) => status)).toEqual(["stored", "duplicate"]);
    expect(leaves[0]).toMatchObject({
      table: "events",
      outcome: "not written",
      says: expect.stringContaining("historyExclude"),
    });
  });
});

describe("spaces explain", () => {
  const command = fileURLToPath(new URL("../../cli/spaces.ts", import.meta.url));
  const explained = (args: readonly string[], input: string) =>
    spawnSync(process.execPath, [command, "explain", ...args], { input, encoding: "utf8" });

  it("takes all of standard input for one record, where it is told to: an event over several lines", () => {
    const { stdout } = explained(["--framing", "whole"], JSON.stringify(locationUpdate(), undefined, 2));
    expect(stdout).toContain("Record 1: stored");
    expect(stdout).not.toContain("Record 2");
  });

  it.each([[[]], [["--framing", "whole"]], [["--framing", "base64-lines", "--json"]]])(
    "says that nothing came, with %j, and fails",
    (args) => {
      const sentence = "Standard input holds no record; give one event per line, or name one.\n";
      expect(explained(args, "")).toMatchObject({ status: 1, stdout: "", stderr: sentence });
    },
  );

  it("explains each line of standard input, as text or as JSON", () => {
    const input = `${JSON.stringify(locationUpdate())}\nnonsense\n${JSON.stringify({ recordUid: "k", recordTimestamp: 1, eventType: "KEEP_ALIVE" })}\n`;
    const text = explained([], input);
    expect(text.status).toBe(0);
    for (const line of [
      "Record 1: stored",
      "Record 2: rejected",
      "Fix       set the channel's encoding",
      "Record 3: ignored",
    ])
      expect(text.stdout).toContain(line);
    const json = explained(["--json"], input)
      .stdout.trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(json.map(({ position, status }) => [position, status])).toEqual([
      ["1", "stored"],
      ["2", "rejected"],
      ["3", "ignored"],
    ]);
  });
});

describe("spaces explain with a stage", () => {
  const subject = { tenant: "tenant-1", kind: "device", id: "device-1" } as const;
  let printed: string;
  beforeEach(() => {
    printed = "";
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      printed += text;
      return true;
    });
  });
  afterEach(() => vi.restoreAllMocks());

  /** Two letters of one batch, in the one object of a bucket. */
  async function lettersOf(nowMs: number): Promise<Objects> {
    const rejection = {
      stage: "validate",
      code: "invalid-record-timestamp",
      message: "recordTimestamp is text",
    } as const;
    const letterOf = (position: string) => {
      const payload = lineOf(locationUpdate({ recordUid: position, recordTimestamp: "soon" }));
      return { position, payload, receivedAtMs: nowMs - 1_000, ...rejection };
    };
    const source = { name: "spaces/shard", range: ["7", "9"] } as const;
    const file = letterFile([letterOf("letter-8"), letterOf("letter-9")], source, "test/1");
    return {
      async *list(prefix) {
        if (file.name.startsWith(prefix)) yield { name: file.name, keptAtMs: nowMs };
      },
      read: async () => file.bytes,
      async write() {},
    };
  }

  async function explainNamed(name: string, ...words: readonly string[]) {
    printed = "";
    const nowMs = Date.now();
    const transport = memoryTransport(() => nowMs);
    transport.push(lineOf(locationUpdate()), nowMs - 1_000);
    transport.push(lineOf(locationUpdate({ recordUid: "event-2" })), nowMs - 1_000);
    transport.push(gzipSync(lineOf(locationUpdate({ recordUid: "event-3" }))), nowMs - 1_000);
    const two = ["event-a", "event-5"].map((recordUid) => lineOf(locationUpdate({ recordUid })));
    transport.push(Buffer.concat(two), nowMs - 1_000);
    const key = { subject, aspect: "position" } as const;
    const row = rowOf(locationUpdate({ recordTimestamp: 1_800_000_000_000 }));
    const standing = stateItem(key, { occurredAtMs: 1_800_000_000_000, recordUid: "event-9" }, row, 1);
    const stage = {
      name: "the stage of a test",
      givenUp: deadLetterPlaces(await lettersOf(nowMs)),
      transports: [transport],
      tables: {
        stateOf: async () => [standing],
        history: async () => [rowOf(locationUpdate({ recordUid: "event-2" }))],
      },
      consumer: async () => ({ core: testCore(), historyExcludedTypes: new Set<string>() }),
      close() {},
    } as unknown as Stage;
    await runCommand((program) => register(program, async () => stage), ["explain", name, "--stage", "s", ...words]);
    return printed;
  }

  it.each([
    ["event-2", "position 2"],
    ["3", "position 3"],
    ["event-3", "position 3"],
  ])("finds %s in the transport, and tells what it comes to over what stands in the tables", async (name, position) => {
    const text = await explainNamed(name);
    expect(text).toContain(`Found     in the kinesis transport, memory/`);
    expect(text).toContain(position);
    expect(text.match(/^Record /gm)).toHaveLength(1);
    expect(text).toContain("what stands there is of 2027-01-15T08:00:00.000Z, as new or newer");
  });

  it("shows of a record of several the one event that is named", async () => {
    const text = await explainNamed("event-5");
    expect(text).toContain("Event 2 of 2");
    expect(text).not.toContain("Event 1 of 2");
  });

  it("says of an event whether it stands in the tables", async () => {
    const stands = "it stands there already";
    expect(await explainNamed("event-2")).toContain(stands);
    expect(await explainNamed("event-3")).not.toContain(stands);
  });

  it.each(["dead-letters/spaces/shard/7-9.ndjson#1", "letter-9"])(
    "finds the dead letter %s, and why it was given up",
    async (name) => {
      const text = await explainNamed(name);
      expect(text).toContain("Found     in dead-letters, given up with invalid-record-timestamp (validate)");
      expect(text).toContain("Rejected  invalid-record-timestamp (validate)");
    },
  );

  it("says that nothing of the name arrived meanwhile", async () => {
    await expect(explainNamed("event-4")).rejects.toThrow("Nothing of that name arrived from");
    await expect(explainNamed("event-2", "--to", "2026-01-01")).rejects.toThrow("widen --from and --to");
  });
});
