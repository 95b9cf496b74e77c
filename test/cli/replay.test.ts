/** `spaces replay` on a local run: what the stream keeps, through the run's own core, into its tables. */
import { DeleteItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { localAwsStage } from "../../cli/aws/stage.ts";
import { newResume } from "../../cli/replay/resume.ts";
import { register } from "../../cli/replay.ts";
import type { Transport } from "../../cli/stage/transport.ts";
import { runCommand } from "../support/command.ts";
import { scan } from "../support/dynamodb.ts";
import { locationUpdate } from "../support/events.ts";
import { type LocalStage, startLocalStage } from "../support/local-stage.ts";

const AT_MS = 1_700_000_000_000;

let local: LocalStage;
let client: DynamoDBClient;
let printed: string;
let said: string;
beforeAll(async () => {
  local = await startLocalStage();
  const { region, credentials, endpoints } = local.access;
  client = new DynamoDBClient({ region, credentials, endpoint: endpoints.dynamoDb });
  const stage = local.open();
  await stage.transports[0]?.put(
    [
      seen("a", 1, "tenant-1"),
      seen("a", 2, "tenant-1"),
      seen("b", 1, "tenant-2"),
      { recordUid: "alive", recordTimestamp: AT_MS, eventType: "KEEP_ALIVE" },
      { recordUid: "no time", eventType: "DEVICE_ENTRY" },
    ].map((event) => Buffer.from(JSON.stringify(event))),
  );
  await vi.waitFor(async () => expect((await contents()).events).toHaveLength(3), { timeout: 20_000 });
  stage.close();
});
afterAll(async () => {
  client.destroy();
  await local.close();
});
beforeEach(() => {
  [printed, said] = ["", ""];
  vi.spyOn(console, "log").mockImplementation((text: string) => {
    printed += text;
  });
  vi.spyOn(console, "error").mockImplementation((text: string) => {
    said += text;
  });
});
afterEach(() => vi.restoreAllMocks());

function seen(device: string, minute: number, tenant: string) {
  const event = { recordUid: `${device} ${minute}`, recordTimestamp: AT_MS + minute * 60_000, spacesTenantId: tenant };
  return locationUpdate(event, { device: { deviceId: device } });
}

async function contents() {
  const { events, state, places } = local.access.tables;
  const sorted = async (table: string) => (await scan(client, table)).map((item) => JSON.stringify(item)).sort();
  return { events: await sorted(events), state: await sorted(state), places: await sorted(places) };
}

async function clear(): Promise<void> {
  for (const TableName of Object.values(local.access.tables))
    for (const { pk, sk } of await scan(client, TableName))
      await client.send(new DeleteItemCommand({ TableName, Key: { pk, sk } as never }));
}

/** As the function would be, were its variables others. */
async function replay(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  { kept, lake = true }: { readonly kept?: Transport["kept"]; readonly lake?: boolean } = {},
): Promise<unknown> {
  const access = { ...local.access, environment: { ...local.access.environment, ...environment } };
  const from = ["--from", "2026-01-01"];
  await runCommand(
    (program) =>
      register(program, async () => {
        const stage = localAwsStage("test", access);
        const transports = stage.transports.map((each) => ({ ...each, ...(kept && { kept }) }));
        return { ...stage, transports, ...(!lake && { lake: undefined }) };
      }),
    ["replay", ...from, ...words, "--local", "--json"],
  );
  return JSON.parse(printed);
}

const nothing = { stored: 0, duplicate: 0, ignored: 0, rejected: 0, passedOver: 0, rejections: {} };

describe("spaces replay", () => {
  it("changes nothing where everything is there", async () => {
    const before = await contents();
    const rejections = { "missing-record-timestamp": 1 };
    expect(await replay(["--yes"])).toEqual({ ...nothing, stored: 3, ignored: 1, rejected: 1, rejections });
    expect(await contents()).toEqual(before);
  });

  it("puts back what the tables have lost, as it was", async () => {
    const before = await contents();
    await clear();
    expect((await contents()).events).toEqual([]);
    await replay(["--yes"]);
    expect(await contents()).toEqual(before);
  });

  it("is of the types and tenants it is told", async () => {
    await clear();
    const asked = ["--types", "DEVICE_LOCATION_UPDATE,DEVICE_EXIT", "--tenants", "tenant-2", "--yes"];
    expect(await replay(asked)).toEqual({ ...nothing, stored: 1, passedOver: 4 });
    const { events } = await contents();
    expect(events).toHaveLength(1);
    expect(events[0]).toContain("tenant-2");
  });

  it("leaves what verify put and deleted again, but where its tenant is named", async () => {
    const tenant = "spaces-verify-1a2b3c4d";
    const stage = local.open();
    await stage.transports[0]?.put([Buffer.from(JSON.stringify(seen("v", 1, tenant)))]);
    await vi.waitFor(async () => expect((await contents()).events.join()).toContain(tenant), { timeout: 20_000 });
    stage.close();
    await clear();
    expect(await replay(["--yes"])).toMatchObject({ stored: 3, passedOver: 1 });
    printed = "";
    expect((await contents()).events.join()).not.toContain(tenant);
    expect(await replay(["--tenants", tenant, "--yes"])).toMatchObject({ stored: 1 });
  });

  it.each([[["--dry-run"]], [["--dry-run", "--yes"]], [[]]])("counts and writes nothing with %j", async (words) => {
    await clear();
    expect(await replay(words)).toMatchObject({ stored: 3, ignored: 1, rejected: 1 });
    expect((await contents()).events).toEqual([]);
    expect(said.includes("Nothing was stored; --yes does it.")).toBe(words.length === 0);
  });

  it("reads as the function is set now: what it ignored is stored, what it kept is dropped", async () => {
    await clear();
    const environment = { IGNORE_EVENT_TYPES: "", HISTORY_EXCLUDE: "DEVICE_LOCATION_UPDATE" };
    expect(await replay(["--yes"], environment)).toMatchObject({ stored: 4, ignored: 0 });
    const { events, state } = await contents();
    expect(events.join()).toContain("alive");
    expect(events).toHaveLength(1);
    expect(state.length).toBeGreaterThan(0);
  });

  it("never lets an older event win", async () => {
    await clear();
    const stage = local.open();
    await stage.transports[0]?.put([Buffer.from(JSON.stringify(seen("a", 9, "tenant-1")))]);
    await vi.waitFor(async () => expect((await contents()).events).toHaveLength(1), { timeout: 20_000 });
    stage.close();
    const { state } = await contents();
    await replay(["--tenants", "tenant-1", "--yes"]);
    const after = await contents();
    expect(after.events).toHaveLength(3);
    expect(after.state).toEqual(state);
  });

  describe("of what of the span the stream does not keep any more", () => {
    const before = "2026-06-01T00:00:00.000Z";
    const kept = async () => ({ sinceMs: Date.parse(before), letGo: 12 });

    it("reads the lake's rows, and says so", async () => {
      expect(await replay(["--dry-run"], {}, { kept })).not.toHaveProperty("notReached");
      expect(said).toBe(`What arrived before ${before} is read from the lake: its rows as they were mapped then.`);
    });

    it("says, where there is no lake, that it is not read, and as JSON", async () => {
      const answer = await replay(["--dry-run"], {}, { kept, lake: false });
      expect(answer).toMatchObject({ notReached: { before, records: 12 } });
      expect(said).toBe(
        `Not all of the span is read: the transport keeps what arrived since ${before} and has let go of 12 records before it.`,
      );
    });
  });

  it("says nothing of that where all is kept", async () => {
    expect(await replay(["--dry-run"])).not.toHaveProperty("notReached");
    expect(said).toBe("");
  });

  it("refuses to read a lake that is not there", async () => {
    const asked = replay(["--dry-run", "--from-lake"], {}, { lake: false });
    await expect(asked).rejects.toThrow("The local run test has no lake to read from.");
  });

  it.each([
    [["--to", "2020-01-01"], "--from is not before --to and before now"],
    [["--to", "soon"], "--to is no time"],
  ])("answers %j with a sentence", async (words, sentence) => {
    await expect(replay(words)).rejects.toThrow(sentence);
  });

  it("names the function's variable that is wrong", async () => {
    await expect(replay(["--yes"], { ENCODING: "xml" })).rejects.toThrow(
      "The stage's function is not configured as it must be. The environment variable ENCODING is not one of auto, json, protobuf.",
    );
  });
});

describe("what is left of a replay that was stopped", () => {
  const record = (receivedAtMs: number) => ({ position: "", payload: new Uint8Array(), receivedAtMs });

  it("begins where the shard is that has come least far", () => {
    const resume = newResume(5);
    expect(resume.fromMs()).toBe(5);
    resume.done({ source: "a", records: [] });
    resume.done({ source: "a", records: [record(7), record(9)] });
    expect(resume.fromMs()).toBe(9);
    resume.done({ source: "b", records: [] });
    expect(resume.fromMs()).toBe(5);
    resume.done({ source: "b", records: [record(8)] });
    resume.done({ source: "b", records: [] });
    expect(resume.fromMs()).toBe(8);
  });
});
