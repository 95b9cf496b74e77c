/** The embedded engines in the place of maps: each call of a store's adapter goes to a real server on loopback. */
import { readCalls } from "../../functions/dynamodb/read-calls.ts";
import { startDynamoDb } from "../../local/aws/stand-ins/dynamodb/dynamodb.ts";
import { startTestAccount, tableTestStore } from "../../test/support/azure.ts";
import { callsOf } from "../../test/support/dynamodb.ts";
import { startTestFirestore } from "../../test/support/firestore.ts";
import type { VirtualClock } from "../../test/support/virtual-clock.ts";
import { awsRig } from "./aws/rig.ts";
import { azureRig } from "./azure.ts";
import type { Cloud } from "./clouds.ts";
import { gcpRig } from "./gcp.ts";
import type { Rig } from "./rig.ts";

/** No time passes while it is under way. */
type Busy = <T>(work: () => Promise<T>) => Promise<T>;

export async function realRig(cloud: Cloud, clock: VirtualClock, busy: Busy): Promise<Rig> {
  switch (cloud) {
    case "aws":
    case "aws-firehose": {
      const server = await startDynamoDb({ tables: { events: "events", state: "state", places: "places" } });
      const calls = { ...busily(callsOf(server.client), busy), ...readCalls(server.client) };
      const tables = { eventsTable: "events", stateTable: "state", placesTable: "places" };
      return awsRig(cloud, clock, { calls, tables, close: () => server.close() });
    }
    case "azure": {
      const account = await startTestAccount();
      const { calls } = await tableTestStore(account);
      const { query, tables, dropTable, ...writes } = calls;
      return azureRig(clock, {
        calls: { query, tables, dropTable, ...busily(writes, busy) },
        close: () => account.close(),
      });
    }
    case "gcp": {
      const server = await startTestFirestore();
      const { list, atPlace, removeAll: _, ...writes } = server.calls();
      return gcpRig(clock, { calls: { list, atPlace, ...busily(writes, busy) }, close: () => server.close() });
    }
  }
}

type Calls = Readonly<Record<string, (...asked: never[]) => Promise<unknown>>>;

function busily<T extends object>(calls: T, busy: Busy): T {
  const wrapped = Object.entries(calls as Calls).map(([name, call]) => [
    name,
    (...asked: never[]) => busy(() => call(...asked)),
  ]);
  return Object.fromEntries(wrapped) as T;
}
