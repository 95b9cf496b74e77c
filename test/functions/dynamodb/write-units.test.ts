/** What the tables' writes cost, counted on the client's way to a real engine. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { simulate } from "../../../cli/simulator/simulate.ts";
import { type DynamoDbStandIn, startDynamoDb } from "../../../local/aws/stand-ins/dynamodb/dynamodb.ts";
import { meterClient, type WriteMeter, writeMeter } from "../../../local/aws/stand-ins/dynamodb/write-meter.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import type { Row } from "../../../shared/row.ts";
import { rowOf } from "../../support/core.ts";
import { storeOn } from "../../support/dynamodb.ts";

const EVENTS_PER_SECOND = 30;
const WINDOW_SECONDS = 5;
const SHARDS = 4;
/** A slot of five minutes, in which those who stay change to the next one once. */
const SECONDS = 360;
const WARM_UP_SECONDS = 60;
const START_MS = Date.UTC(2026, 0, 5, 9);

const TABLES = { events: "events", state: "state", places: "places" };

let database: DynamoDbStandIn;
beforeAll(async () => {
  database = await startDynamoDb({ tables: TABLES });
});
afterAll(() => database.close());

/** Windows of five seconds of four shards, as keys at random spread the events. */
function batches(): readonly (readonly Row[])[] {
  const windows: Row[][] = [];
  const events = simulate({
    events: EVENTS_PER_SECOND * SECONDS,
    seed: 1,
    startMs: START_MS,
    eventsPerSecond: EVENTS_PER_SECOND,
  });
  for (const [index, event] of [...events].entries()) {
    const window = Math.floor(index / (EVENTS_PER_SECOND * WINDOW_SECONDS));
    const batch = window * SHARDS + ((index * 7) % SHARDS);
    windows[batch] ??= [];
    windows[batch].push(rowOf(event));
  }
  return windows;
}

describe("writing simulated events in windows of five seconds on four shards", () => {
  it("takes hardly more than one write unit an event, and one and a quarter a state write with its index", async () => {
    const meter = meterClient(database.client);
    const store = storeOn(database.client, TABLES);
    let before = database.written();
    for (const [index, batch] of batches().entries()) {
      if (index === (WARM_UP_SECONDS / WINDOW_SECONDS) * SHARDS) {
        meter.reset();
        before = database.written();
      }
      expect(await store.write(batch, noDeadline)).toEqual([]);
    }
    const [history, state] = [meter.costOf(TABLES.events), meter.costOf(TABLES.state)];
    const all = [history, state, meter.costOf(TABLES.places)];
    const now = database.written();
    // The engine itself, as a local run tells it.
    expect([now.writes - before.writes, now.units - before.units]).toEqual([
      all.reduce((sum, { writes }) => sum + writes, 0),
      all.reduce((sum, { units }) => sum + units, 0),
    ]);
    expect(history.writes).toBe(EVENTS_PER_SECOND * (SECONDS - WARM_UP_SECONDS));
    expect(history.units / history.writes).toBeLessThanOrEqual(1.05);
    expect(state.units / state.writes).toBeLessThanOrEqual(1.25);
    expect(meter.costOf(TABLES.places).units / history.writes).toBeLessThanOrEqual(0.01);
  }, 300_000);
});

describe("the meter", () => {
  const item = (seen: string | undefined, bytes = 10) => ({
    pk: { S: "p" },
    sk: { S: "s" },
    text: { S: "x".repeat(bytes) },
    ...(seen !== undefined && { location_pk: { S: "floor" }, location_sk: { S: seen } }),
  });
  const unitsOf = (work: (meter: WriteMeter) => void) => {
    const meter = writeMeter();
    work(meter);
    return meter.costOf("t").units;
  };

  it("bills the larger of what was and what is", () => {
    expect(unitsOf((meter) => meter.put("t", item(undefined, 1_500)))).toBe(2);
    expect(
      unitsOf((meter) => {
        meter.put("t", item(undefined, 1_500));
        meter.put("t", item(undefined));
      }),
    ).toBe(4);
  });

  it("bills the index when its key comes, changes (twice) or goes, and not otherwise", () => {
    const seen = ["1", "1", "2", undefined];
    const units = seen.map((_, index) =>
      unitsOf((meter) => {
        for (const key of seen.slice(0, index + 1)) meter.put("t", item(key));
      }),
    );
    expect(units).toEqual([2, 3, 6, 8]);
  });

  it("bills what a condition refuses", () => {
    expect(unitsOf((meter) => meter.refused("t", item("1")))).toBe(1);
  });
});
