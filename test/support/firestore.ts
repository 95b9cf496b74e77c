/** The store under test on a Firestore engine: the embedded one, or whatever FIRESTORE_EMULATOR_HOST names. */
import type { DocumentReadCalls } from "../../gcp/firestore/calls.ts";
import { firestoreDatabase } from "../../gcp/firestore/client.ts";
import { firestoreReader } from "../../gcp/firestore/reader.ts";
import { firestoreCalls } from "../../gcp/firestore/sdk-calls.ts";
import { type FirestoreStore, firestoreStore } from "../../gcp/firestore/store.ts";
import { startFirestore } from "../../local/gcp/firestore/server.ts";
import { eventKeyOf } from "../../shared/state/keys.ts";
import { testOptions } from "./store-options.ts";
import { comparable, eventText, type StoredTables, stateText, type TestStore } from "./stored-tables.ts";

export interface TestFirestore {
  readonly endpoint: string;
  /** Another database each time, so that the stores of a suite do not meet. */
  calls(): ReturnType<typeof firestoreCalls>;
  close(): Promise<void>;
}

/** Every store has a project of its own: an emulator makes those, and databases, when they are first named. */
export async function startTestFirestore(): Promise<TestFirestore> {
  const given = process.env.FIRESTORE_EMULATOR_HOST;
  const server = given === undefined ? await startFirestore({ port: 0 }) : undefined;
  const endpoint = given ?? server?.endpoint ?? "";
  const shared = firestoreDatabase({ project: "test", database: "(default)", emulatorHost: endpoint });
  let stores = 0;
  return {
    endpoint,
    calls: () => firestoreCalls({ ...shared, name: `projects/test-${Date.now()}-${stores++}/databases/(default)` }),
    async close() {
      await shared.client.close();
      await server?.close();
    },
  };
}

export interface TestDocuments extends TestStore {
  readonly calls: ReturnType<typeof firestoreCalls>;
}

/** A store on collections of its own that waits for nothing, and can tell what it holds. */
export function firestoreTestStore(
  firestore: TestFirestore,
  overrides: Partial<Omit<FirestoreStore, "calls">> = {},
): TestDocuments {
  const calls = firestore.calls();
  return { ...firestoreStore({ ...testOptions, ...overrides, calls }), calls, tables: () => readTables(calls) };
}

export async function readTables(calls: DocumentReadCalls): Promise<StoredTables> {
  const reader = firestoreReader(calls);
  const [events, state] = await Promise.all([reader.allEvents(), reader.allState()]);
  return {
    events: Object.fromEntries(events.map((row) => [eventText(eventKeyOf(row)), comparable(row)])),
    state: Object.fromEntries(state.map(({ key, row, place }) => [stateText(key), { row: comparable(row), place }])),
  };
}
