/** Where the rows of the function go: the tables and, where there is one, the lake. An event is stored when every sink has it. */
import { backOff } from "../runtime/back-off.ts";
import type { EventSink } from "../shared/ports.ts";
import { bigQueryWriter } from "./bigquery/client.ts";
import { bigQueryLake } from "./bigquery/lake.ts";
import { firestoreDatabase } from "./firestore/client.ts";
import { firestoreCalls } from "./firestore/sdk-calls.ts";
import { firestoreStore } from "./firestore/store.ts";
import type { PubSubConfiguration } from "./pubsub/configuration.ts";

type SinksConfiguration = Pick<
  PubSubConfiguration,
  "project" | "firestoreDatabase" | "firestoreHost" | "lakeTable" | "lakeEndpoint" | "tables"
>;

/** Connections are made at the first write. */
export function sinksOf(configuration: SinksConfiguration): readonly EventSink[] {
  const { project, firestoreDatabase: database, firestoreHost, lakeTable, lakeEndpoint, tables } = configuration;
  const calls = firestoreCalls(firestoreDatabase({ project, database, emulatorHost: firestoreHost }));
  const store = firestoreStore({ ...tables, calls, backOff, nowMs: Date.now });
  if (lakeTable === undefined) return [store];
  return [store, bigQueryLake({ writer: bigQueryWriter({ table: lakeTable, endpoint: lakeEndpoint }) })];
}
