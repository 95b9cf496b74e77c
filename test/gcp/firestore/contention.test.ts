/** Several instances on one database, whatever becomes of their calls: the tables are those of the plain model. */
import { status } from "@grpc/grpc-js";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { DocumentCalls } from "../../../gcp/firestore/calls.ts";
import { firestoreStore } from "../../../gcp/firestore/store.ts";
import { GoogleStatus } from "../../../gcp/google-errors.ts";
import { chunksOf } from "../../../shared/batch/concurrency.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import type { Row } from "../../../shared/row.ts";
import { rowOf } from "../../support/core.ts";
import { arbitraryEvent } from "../../support/events.ts";
import { readTables, startTestFirestore, type TestFirestore } from "../../support/firestore.ts";
import { modelOf } from "../../support/model.ts";
import { testOptions } from "../../support/store-options.ts";

let firestore: TestFirestore;
beforeAll(async () => {
  firestore = await startTestFirestore();
});
afterAll(() => firestore.close());

/** What becomes of a call, one after the other: it is made, it fails before, or it is made and its answer is lost. */
type Fault = "none" | "before" | "after";

function failing(calls: DocumentCalls, next: () => Fault): DocumentCalls {
  async function made<T>(call: () => Promise<T>): Promise<T> {
    const fault = next();
    if (fault === "before") throw new GoogleStatus(status.UNAVAILABLE);
    const answer = await call();
    if (fault === "after") throw new GoogleStatus(status.DEADLINE_EXCEEDED);
    return answer;
  }
  return {
    get: (...call) => made(() => calls.get(...call)),
    put: (...call) => made(() => calls.put(...call)),
    putAll: (...call) => made(() => calls.putAll(...call)),
  };
}

const fault = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Fault>("none") },
  fc.constant<Fault>("before"),
  fc.constant<Fault>("after"),
);

it("instances that write at the same time, and again what was not acknowledged, end in the tables of the model", async () => {
  const events = fc.array(arbitraryEvent, { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(
      events,
      fc.array(fault, { maxLength: 120 }),
      fc.integer({ min: 1, max: 8 }),
      async (given, faults, size) => {
        const unique = [...new Map(given.map((event) => [event.recordUid, event])).values()];
        const rows = unique.map((event) => rowOf(event));
        const calls = firestore.calls();
        const left = [...faults];
        const instances = [0, 1, 2].map(() =>
          firestoreStore({ ...testOptions, calls: failing(calls, () => left.pop() ?? "none") }),
        );
        // Pub/Sub gives a message out again while another instance still has it.
        let pending: readonly Row[] = [...rows, ...rows.toReversed()];
        for (let round = 0; pending.length > 0; round++) {
          expect(round).toBeLessThan(50);
          const batches = chunksOf(pending, size);
          const failures = await Promise.all(
            batches.map(async (batch, at) => {
              const failed = await instances[(at + round) % instances.length]?.write(batch, noDeadline);
              expect(new Set(failed?.map(({ fate }) => fate.status)).has("rejected")).toBe(false);
              const indexes = new Set(failed?.map(({ index }) => index));
              return batch.filter((_, index) => indexes.has(index));
            }),
          );
          pending = failures.flat();
        }
        expect(await readTables(calls)).toEqual(modelOf(rows));
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);
