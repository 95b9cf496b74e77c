/** What a deployment is billed for, kept to what is told of it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firestoreMeasured } from "../../../bench/firestore-calls.ts";
import { simulatedRows } from "../../../bench/simulated-rows.ts";
import { stateWritesPerEvent } from "../../../cli/cost-measured.ts";
import {
  HISTORY_UNITS_PER_EVENT,
  INDEX_UNITS_PER_EVENT,
  STATE_UNITS_PER_WRITE,
  STATE_WRITES_PER_EVENT,
} from "../../../cli/gcp/cost-measured.ts";
import { startTestFirestore, type TestFirestore } from "../../support/firestore.ts";

/** What a batch on AWS spans at 500 events a second, and the shards it takes there: the least that folds. */
const AWS_BATCH_SECONDS = 10;
const AWS_SHARDS = 4;

let firestore: TestFirestore;
beforeAll(async () => {
  firestore = await startTestFirestore();
});
afterAll(() => firestore.close());

describe("an event in Firestore", () => {
  it("is one write unit of history, and no more than 1.3 times the state writes it is on AWS", async () => {
    const rows = simulatedRows({ eventsPerSecond: 500, seconds: 5 });
    const gathering = { instances: 2, windowMs: 50, warmUpSeconds: 2 };
    const measured = await firestoreMeasured(rows, firestore.calls(), gathering);
    expect(measured.historyBytes).toBeLessThan(1_024);
    expect(measured.historyUnits).toBeLessThan(1.05);
    expect(measured.stateWrites).toBeLessThan(1.3 * stateWritesPerEvent(AWS_BATCH_SECONDS, AWS_SHARDS));
    expect(measured.stateUnits / measured.stateWrites).toBeLessThan(1.1);
    expect(measured.readUnits).toBeLessThan(1.3);
    // What the bill is reckoned with.
    expect(measured.historyUnits / HISTORY_UNITS_PER_EVENT).toBeLessThan(1.05);
    expect(measured.stateUnits / (STATE_WRITES_PER_EVENT * STATE_UNITS_PER_WRITE)).toBeLessThan(1.05);
    expect(measured.indexUnits / INDEX_UNITS_PER_EVENT).toBeLessThan(1.05);
  }, 120_000);
});
