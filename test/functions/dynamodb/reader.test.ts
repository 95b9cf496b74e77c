/** Who is at a place, through the index of keys. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCalls } from "../../../functions/dynamodb/read-calls.ts";
import { dynamoDbReader } from "../../../functions/dynamodb/reader.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import type { Row } from "../../../shared/row.ts";
import type { PlaceKey } from "../../../shared/state/keys.ts";
import { rowOf } from "../../support/core.ts";
import { createTables, startDatabase, storeOn, type TestDatabase } from "../../support/dynamodb.ts";
import { locationUpdate } from "../../support/events.ts";

const FLOOR = { tenant: "tenant-1", id: "location-floor" };
const OTHER_FLOOR = { tenant: "tenant-1", id: "location-other" };
const NOON_MS = Date.UTC(2026, 0, 5, 12);
const MINUTE_MS = 60_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());

/** What holds the rows, and which items were read to answer. */
async function tablesOf(...rows: readonly Row[]) {
  const tables = await createTables(database.client);
  const store = storeOn(database.client, tables);
  for (const row of rows) expect(await store.write([row], noDeadline)).toEqual([]);
  const itemsRead: (string | undefined)[] = [];
  const reads = readCalls(database.client);
  const calls: typeof reads = {
    ...reads,
    batchGetItem(input) {
      itemsRead.push(...(input.RequestItems?.[tables.state]?.Keys ?? []).map(({ pk }) => pk?.S?.split("#")[2]));
      return reads.batchGetItem(input);
    },
  };
  const reader = dynamoDbReader({ calls, tables });
  const at = async (place: PlaceKey, sinceMs: number) =>
    (await reader.stateAt(place, sinceMs)).map(({ key }) => key.subject.id).sort();
  return { reader, at, itemsRead };
}

function seen(device: string, atMs: number, floor = FLOOR.id, change: Record<string, unknown> = {}): Row {
  const location = { locationId: floor, name: `Name of ${floor}`, inferredLocationTypes: ["FLOOR"] };
  const event = { recordUid: `${device} ${atMs}`, recordTimestamp: atMs };
  return rowOf(locationUpdate(event, { device: { deviceId: device }, location, ...change }));
}

describe("who is at a place", () => {
  it("is who was seen since, and nobody else is read", async () => {
    const { at, itemsRead } = await tablesOf(
      seen("gone", NOON_MS - 60 * MINUTE_MS),
      seen("before", NOON_MS + MINUTE_MS),
      seen("then", NOON_MS + 2 * MINUTE_MS),
      seen("later", NOON_MS + 30 * MINUTE_MS),
    );
    expect(await at(FLOOR, NOON_MS + 2 * MINUTE_MS)).toEqual(["later", "then"]);
    expect(itemsRead.sort()).toEqual(["before", "later", "then"]);
  });

  it("is not who has moved on, but where they have moved to", async () => {
    const { at } = await tablesOf(seen("device", NOON_MS), seen("device", NOON_MS + 1, OTHER_FLOOR.id));
    expect(await at(FLOOR, 0)).toEqual([]);
    expect(await at(OTHER_FLOOR, 0)).toEqual(["device"]);
  });

  it("counts as seen when a subject was last seen, which can be before it is told", async () => {
    const { at } = await tablesOf(
      seen("device", NOON_MS, FLOOR.id, { lastSeen: NOON_MS - 20 * MINUTE_MS }),
      seen("ahead", NOON_MS, FLOOR.id, { lastSeen: NOON_MS + 60 * MINUTE_MS }),
    );
    expect(await at(FLOOR, NOON_MS - 20 * MINUTE_MS)).toEqual(["ahead", "device"]);
    expect(await at(FLOOR, NOON_MS - 19 * MINUTE_MS)).toEqual(["ahead"]);
    expect(await at(FLOOR, NOON_MS + MINUTE_MS)).toEqual([]);
  });

  it("is read whole, more than a call gives", async () => {
    const rows = Array.from({ length: 150 }, (_, index) => seen(`device-${index}`, NOON_MS + index));
    const { reader } = await tablesOf(...rows);
    const here = await reader.stateAt(FLOOR, NOON_MS);
    expect(here).toHaveLength(150);
    expect(new Set(here.map(({ row }) => row.floor_name))).toEqual(new Set([`Name of ${FLOOR.id}`]));
  });
});
