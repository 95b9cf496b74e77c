/** What every store is held to. Against another engine: DYNAMODB_ENDPOINT=http://…, AZURE_STORAGE_CONNECTION_STRING=… or FIRESTORE_EMULATOR_HOST=host:port npm test. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noDeadline } from "../../shared/batch/deadline.ts";
import type { Row } from "../../shared/row.ts";
import { startTestAccount, type TestAccount, tableTestStore } from "../support/azure.ts";
import { rowOf } from "../support/core.ts";
import { dynamoDbTestStore, startDatabase, type TestDatabase } from "../support/dynamodb.ts";
import { arbitraryEvent, locationUpdate } from "../support/events.ts";
import { firestoreTestStore, startTestFirestore, type TestFirestore } from "../support/firestore.ts";
import { memoryStore } from "../support/memory-store.ts";
import { modelOf } from "../support/model.ts";
import type { TestStore } from "../support/stored-tables.ts";

let database: TestDatabase;
let account: TestAccount;
let firestore: TestFirestore;
beforeAll(async () => {
  [database, account, firestore] = await Promise.all([startDatabase(), startTestAccount(), startTestFirestore()]);
});
afterAll(() => Promise.all([database.close(), account.close(), firestore.close()]));

const stores: readonly (readonly [string, () => Promise<TestStore>])[] = [
  ["memory", async () => memoryStore()],
  ["DynamoDB", () => dynamoDbTestStore(database.client)],
  ["Table Storage", () => tableTestStore(account)],
  ["Table Storage of three accounts", () => tableTestStore(account, {}, 3)],
  ["Firestore", async () => firestoreTestStore(firestore)],
];

const POSITION = "tenant-1#device#device-1 position";
const TELEMETRY = "tenant-1#sensor#sensor-1 telemetry";

function telemetry(uid: string, atMs: number, readings: object): Row {
  const iotTelemetry = { deviceInfo: { deviceId: "sensor-1" }, ...readings };
  return rowOf({
    recordUid: uid,
    recordTimestamp: atMs,
    spacesTenantId: "tenant-1",
    eventType: "IOT_TELEMETRY",
    iotTelemetry,
  });
}

describe.each(stores)("a %s store", (_, newStore) => {
  it("gives back every column it was given", async () => {
    const store = await newStore();
    const row = rowOf(locationUpdate());
    expect(await store.write([row], noDeadline)).toEqual([]);
    const { events, state } = await store.tables();
    expect(events["tenant-1#device#device-1 1700000000000#event-1"]).toEqual({ ...row, payload: undefined });
    expect(state[POSITION]).toEqual({
      row: { ...row, payload: undefined },
      place: { tenant: "tenant-1", id: "location-floor" },
    });
  });

  it("gives an event that names its place by an id alone no column it did not have", async () => {
    const store = await newStore();
    const told = rowOf(locationUpdate());
    const byId = rowOf(
      locationUpdate(
        { recordUid: "by-id", recordTimestamp: 1_800_000_000 },
        { location: { locationId: "location-zone" } },
      ),
    );
    await store.write([told], noDeadline);
    await store.write([byId], noDeadline);
    const { events } = await store.tables();
    expect(events["tenant-1#device#device-1 1800000000#by-id"]).toEqual({ ...byId, payload: undefined });
    expect(events["tenant-1#device#device-1 1700000000000#event-1"]).toEqual({ ...told, payload: undefined });
  });

  it("keeps the newest position, in whatever order they come", async () => {
    const store = await newStore();
    const at = (ms: number, x: number) =>
      rowOf(locationUpdate({ recordUid: `event-${ms}`, recordTimestamp: ms }, { xPos: x }));
    for (const row of [at(2_000, 2), at(3_000, 3), at(1_000, 1)]) await store.write([row], noDeadline);
    const { events, state } = await store.tables();
    expect(state[POSITION]?.row.x).toBe(3);
    expect(Object.keys(events)).toHaveLength(3);
  });

  it("merges telemetry reading by reading: the newest of each, in whatever order they come", async () => {
    const store = await newStore();
    const reports = [
      telemetry("a", 3_000, { battery: { value: 80, unit: "PERCENTAGE" } }),
      telemetry("b", 2_000, { temperature: { temperatureInCelsius: 21 }, battery: { value: 81, unit: "PERCENTAGE" } }),
      telemetry("c", 1_000, { temperature: { temperatureInCelsius: 19 }, humidity: { humidityInPercentage: 40 } }),
    ];
    for (const report of reports) await store.write([report], noDeadline);
    const { state } = await store.tables();
    expect(state[TELEMETRY]?.row).toMatchObject({
      occurred_at: 3_000,
      measurements: { battery_pct: 80, temperature_c: 21, humidity_pct: 40 },
    });
  });

  it("keeps what the newest event's place says when an older event says its time zone", async () => {
    const store = await newStore();
    const occupancy = (recordUid: string, recordTimestamp: number, name: string, said: object) =>
      rowOf({
        recordUid,
        recordTimestamp,
        spacesTenantId: "tenant-1",
        eventType: "SPACE_OCCUPANCY",
        spaceOccupancy: {
          space: { id: "space-1" },
          location: { locationId: "room", name, inferredLocationTypes: ["FLOOR"] },
          ...said,
        },
      });
    await store.write([occupancy("a", 1_000, "Room", { peopleCount: 3, timeZone: "Europe/Berlin" })], noDeadline);
    await store.write([occupancy("b", 2_000, "Blue room", { peopleCount: 4 })], noDeadline);
    const { state } = await store.tables();
    expect(state["tenant-1#space#space-1 count"]).toMatchObject({
      row: { people_count: 4, location_name: "Blue room", labels: { time_zone: "Europe/Berlin" } },
      place: { tenant: "tenant-1", id: "room" },
    });
  });

  it("takes who has exited out of the place they were in", async () => {
    const store = await newStore();
    const { device, location } = locationUpdate().deviceLocationUpdate;
    await store.write([rowOf(locationUpdate({ recordTimestamp: 1_000 }))], noDeadline);
    const exit = {
      recordUid: "exit",
      recordTimestamp: 2_000,
      spacesTenantId: "tenant-1",
      eventType: "DEVICE_EXIT",
      deviceExit: { device, location },
    };
    await store.write([rowOf(exit)], noDeadline);
    const { state } = await store.tables();
    expect(state[POSITION]?.place).toBeUndefined();
    expect(state["tenant-1#device#device-1 presence"]?.row.presence).toBe("exit");
  });

  it("does not let a clock that is days ahead hide the present", async () => {
    const store = await newStore();
    await store.write([rowOf(locationUpdate({ recordUid: "future", recordTimestamp: 4_000_000_000_000 }))], noDeadline);
    await store.write([rowOf(locationUpdate())], noDeadline);
    const { state } = await store.tables();
    expect(state[POSITION]?.row.record_uid).toBe("event-1");
  });

  it("keeps two tenants, and the one that was not named, apart whatever their ids", async () => {
    const tenants = ["acme#eu", "acme%23eu", "acme%2523eu", "-", "%2D", "%", "#", undefined];
    const store = await newStore();
    for (const [index, spacesTenantId] of tenants.entries())
      await store.write([rowOf(locationUpdate({ spacesTenantId }, { xPos: index + 1 }))], noDeadline);
    const { events, state } = await store.tables();
    expect(Object.keys(events)).toHaveLength(tenants.length);
    expect(Object.values(state).map(({ row }) => [row.tenant_id, row.x])).toEqual(
      expect.arrayContaining(tenants.map((tenant, index) => [tenant, index + 1])),
    );
  });

  it("has no state of an event type it has no mapping for, but its history", async () => {
    const store = await newStore();
    await store.write(
      [
        rowOf({
          recordUid: "p",
          recordTimestamp: 1_000,
          spacesTenantId: "t",
          eventType: "PARTNER_EVENT",
          data: { deviceId: "d" },
        }),
      ],
      noDeadline,
    );
    const { events, state } = await store.tables();
    expect(Object.keys(events)).toEqual(["t#device#d 1000#p"]);
    expect(state).toEqual({});
  });

  it("ends in the tables a plain model ends in, for any rows in any order, written twice", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryEvent, { maxLength: 40 }), fc.nat(40), async (events, cut) => {
        const unique = [...new Map(events.map((event) => [event.recordUid, event])).values()];
        const rows = unique.map((event) => rowOf(event));
        const store = await newStore();
        for (const part of [rows.slice(cut), rows.slice(0, cut), rows.slice(cut)])
          expect(await store.write(part, noDeadline)).toEqual([]);
        expect(await store.tables()).toEqual(modelOf(rows));
      }),
      { numRuns: 25 },
    );
  });
});
