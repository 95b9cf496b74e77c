/** `spaces now` over real tables: who is counted where, and what a mistake is answered with. */
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { NowReader } from "../../cli/now/floors.ts";
import { register } from "../../cli/now.ts";
import { readCalls } from "../../functions/dynamodb/read-calls.ts";
import { dynamoDbReader } from "../../functions/dynamodb/reader.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import { rowOf } from "../support/core.ts";
import { createTables, startDatabase, storeOn, type TestDatabase } from "../support/dynamodb.ts";
import { locationUpdate } from "../support/events.ts";

const NOON_MS = Date.UTC(2026, 0, 5, 12);
const MINUTE_MS = 60_000;

let database: TestDatabase;
let reader: NowReader;
beforeAll(async () => {
  database = await startDatabase();
  const tables = await createTables(database.client);
  const store = storeOn(database.client, tables);
  reader = dynamoDbReader({ calls: readCalls(database.client), tables });
  for (const row of [
    seen("a", 0, "cafe", "ground"),
    seen("b", 1, "cafe", "ground"),
    seen("c", 2, "desks", "first"),
    // Moved on: counted where they are now, not where they were.
    seen("d", -10, "cafe", "ground"),
    seen("d", 3, "desks", "first"),
    seen("gone", -20, "cafe", "ground"),
    seen("e", 4, "desks", "first", "tenant-2"),
  ])
    expect(await store.write([row], noDeadline)).toEqual([]);
});
afterAll(() => database.close());

/** Of a device in a zone, minutes after noon. */
function seen(device: string, minutes: number, zone: string, floor: string, tenant = "tenant-1") {
  const location = {
    locationId: `${tenant}-${zone}`,
    name: zone,
    inferredLocationTypes: ["ZONE"],
    parent: {
      locationId: `${tenant}-${floor}`,
      name: floor,
      inferredLocationTypes: ["FLOOR"],
      parent: { locationId: "house", name: "House", inferredLocationTypes: ["BUILDING"] },
    },
  };
  const recordTimestamp = NOON_MS + minutes * MINUTE_MS;
  const event = { recordUid: `${device} ${minutes}`, recordTimestamp, spacesTenantId: tenant };
  return rowOf(locationUpdate(event, { device: { deviceId: device }, location, lastSeen: recordTimestamp }));
}

describe("spaces now", () => {
  let printed: string;
  let complaint: string;
  beforeEach(() => {
    printed = "";
    complaint = "";
    vi.spyOn(console, "log").mockImplementation((text: string) => {
      printed += text;
    });
  });
  afterEach(() => vi.restoreAllMocks());

  async function run(words: readonly string[], connect?: () => Promise<NowReader>): Promise<void> {
    const program = new Command().exitOverride().configureOutput({
      writeErr: (text) => {
        complaint += text;
      },
    });
    register(program, connect);
    for (const now of program.commands) {
      now.copyInheritedSettings(program);
      for (const command of now.commands) command.copyInheritedSettings(program);
    }
    await program.parseAsync(["now", ...words], { from: "user" });
  }

  async function ask(...words: string[]): Promise<unknown> {
    await run([...words, "--at", "2026-01-05T12:05:00Z", "--format", "json"], async () => reader);
    return JSON.parse(printed);
  }

  it("counts zones by where everybody was seen last, the busiest first, each tenant's apart", async () => {
    const zone = (tenant: string, floor: string, name: string, devices: number) =>
      expect.objectContaining({ building: "House", floor, zone: name, zone_id: `${tenant}-${name}`, devices });
    expect(await ask("zones")).toEqual([
      zone("tenant-1", "ground", "cafe", 2),
      zone("tenant-1", "first", "desks", 2),
      zone("tenant-2", "first", "desks", 1),
    ]);
  });

  it("asks of one tenant when told to", async () => {
    expect(await ask("zones", "--tenant", "tenant-2")).toEqual([
      expect.objectContaining({ zone_id: "tenant-2-desks", devices: 1 }),
    ]);
  });

  it("counts floors, and names who is on one", async () => {
    expect(await ask("floors", "--tenant", "tenant-1")).toEqual([
      expect.objectContaining({ building: "House", floor: "first", devices: 2 }),
      expect.objectContaining({ building: "House", floor: "ground", devices: 2 }),
    ]);
    printed = "";
    expect(await ask("who", "tenant-1-first", "--tenant", "tenant-1")).toEqual([
      expect.objectContaining({ kind: "device", id: "d", zone: "desks", seen_utc: "2026-01-05 12:03:00" }),
      expect.objectContaining({ kind: "device", id: "c", zone: "desks", seen_utc: "2026-01-05 12:02:00" }),
    ]);
  });

  it.each([
    [
      ["zones"],
      "Say which tables to ask: --stage or --outputs for a deployed stage, --local or --endpoint for a local run.",
    ],
    [["zones", "--local", "none", "--stage", "prod"], "cannot be used with option"],
    [["zones", "--at", "noon"], "It is a time such as 2026-03-02T10:00:00Z."],
    [["zones", "--endpoint", "here"], "It is an http address."],
    [["zones", "--endpoint", "http://127.0.0.1:1", "--stage", "prod"], "cannot be used with option"],
    [["who"], "missing required argument 'floor'"],
  ])("answers %j with a sentence", async (words, sentence) => {
    const error: unknown = await run(words).catch((thrown: unknown) => thrown);
    expect(`${complaint}${error instanceof Error ? error.message : ""}`).toContain(sentence);
    expect(printed).toBe("");
  });
});
