/** What a place says of itself, kept apart from what refers to it, by processes that know nothing of one another. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCalls } from "../../../functions/dynamodb/read-calls.ts";
import { dynamoDbReader } from "../../../functions/dynamodb/reader.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import type { Row } from "../../../shared/row.ts";
import { rowOf } from "../../support/core.ts";
import { createTables, startDatabase, storeOn, type TestDatabase } from "../../support/dynamodb.ts";

const SENSOR = { tenant: "tenant-1", kind: "sensor", id: "sensor-1" } as const;

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());

function telemetry(recordTimestamp: number, name: string, readings: object): Row {
  return rowOf({
    recordUid: "a",
    recordTimestamp,
    spacesTenantId: "tenant-1",
    eventType: "IOT_TELEMETRY",
    iotTelemetry: {
      deviceInfo: { deviceId: "sensor-1" },
      location: { locationId: "room", name, inferredLocationTypes: ["FLOOR"] },
      ...readings,
    },
  });
}

/** Each row by a process of its own. */
async function written(...rows: readonly Row[]) {
  const tables = await createTables(database.client);
  for (const row of rows) expect(await storeOn(database.client, tables).write([row], noDeadline)).toEqual([]);
  return tables;
}

describe("a place's facts", () => {
  it("are found when another process joins readings, after the place was renamed", async () => {
    const tables = await written(
      telemetry(1_000, "Room", { humidity: { humidityInPercentage: 40 } }),
      telemetry(3_000, "Blue room", { battery: { value: 80, unit: "PERCENTAGE" } }),
      telemetry(2_000, "Red room", { temperature: { temperatureInCelsius: 21 } }),
    );
    const [item] = await dynamoDbReader({ calls: readCalls(database.client), tables }).stateOf(SENSOR);
    expect(item?.row).toMatchObject({
      location_name: "Blue room",
      measurements: { battery_pct: 80, humidity_pct: 40, temperature_c: 21 },
    });
  });

  it("are read consistently: they are written before what refers to them, and no reader finds it without them", async () => {
    const tables = await written(telemetry(1_000, "Room", { humidity: { humidityInPercentage: 40 } }));
    const reads = readCalls(database.client);
    const consistent: (boolean | undefined)[] = [];
    const calls: typeof reads = {
      ...reads,
      batchGetItem(input) {
        consistent.push(input.RequestItems?.[tables.places]?.ConsistentRead);
        return reads.batchGetItem(input);
      },
    };
    const [item] = await dynamoDbReader({ calls, tables }).stateOf(SENSOR);
    expect(item?.row.location_name).toBe("Room");
    expect(consistent).toEqual([true]);
  });
});
