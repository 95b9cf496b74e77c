/** What a deployment is billed for, kept to what is told of it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firestoreMeasured } from "../../../bench/firestore-calls.ts";
import { simulatedRows } from "../../../bench/simulated-rows.ts";
import { stateWritesPerEvent } from "../../../cli/cost-measured.ts";
import {
  HISTORY_DOCUMENT_BYTES,
  HISTORY_UNITS_PER_EVENT,
  INDEX_UNITS_PER_EVENT,
  READ_UNITS_PER_EVENT,
  STATE_UNITS_PER_EVENT,
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
    const said: readonly (readonly [number, number])[] = [
      [measured.historyUnits, HISTORY_UNITS_PER_EVENT],
      [measured.historyBytes, HISTORY_DOCUMENT_BYTES],
      [measured.stateUnits, STATE_UNITS_PER_EVENT],
      [measured.indexUnits, INDEX_UNITS_PER_EVENT],
      [measured.readUnits, READ_UNITS_PER_EVENT],
    ];
    for (const [figure, told] of said) expect(Math.abs(figure / told - 1)).toBeLessThan(0.05);
  }, 120_000);
});
