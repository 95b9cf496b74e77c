/** Everything a run starts, and ends again: the stand-ins and the function app between them. */
import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { ContainerClient } from "@azure/storage-blob";
import { blobContainer, tableAccount } from "../../azure/storage.ts";
import { tableCalls } from "../../azure/tables/sdk-calls.ts";
import { BY_PLACE_TABLE, PLACES_TABLE, STATE_TABLE } from "../../azure/tables/tables.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import type { CloudOptions } from "../cloud.ts";
import { startedParts } from "../started-parts.ts";
import { type Azurite, startAzurite } from "./azurite.ts";
import { type EventHubs, startEventHubs } from "./event-hubs/server.ts";
import { type FunctionsHost, startFunctionsHost } from "./functions-host/host.ts";
import { type LakeContainer, startLakeContainer } from "./lake-container.ts";
import {
  CONSUMER_GROUP,
  CONTAINERS,
  FUNCTION_MEMORY_MB,
  HISTORY_TTL_DAYS,
  HUB,
  LAKE_CONSUMER_GROUP,
  PARTITIONS,
} from "./names.ts";
import { startThrottledTables, type ThrottledTables } from "./short-of-capacity.ts";

export interface Stack {
  readonly eventHubs: EventHubs;
  readonly azurite: Azurite;
  readonly tables: ThrottledTables;
  /** Past the proxy. */
  readonly calls: ReturnType<typeof tableCalls>;
  readonly deadLetters: ContainerClient;
  readonly lake: LakeContainer;
  readonly host: FunctionsHost;
  /** Of the function app. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const APP = fileURLToPath(new URL("../../dist/azure", import.meta.url));
const PRIVACY_KEY_BYTES = 32;

/** What was started is ended again when the rest cannot be. */
export async function startStack({ ports, faults, lakeDirectory, conditions = {} }: CloudOptions): Promise<Stack> {
  const { environment: told = async (made) => made, maxRecordAgeHours, ...clock } = conditions;
  const { track, close } = startedParts();
  try {
    const starting = [
      track(startEventHubs({ hub: HUB, partitions: PARTITIONS, port: ports.eventhubs ?? 0, ...clock })),
      track(startAzurite({ blobPort: ports.blob ?? 0, tablePort: ports.table ?? 0 })),
    ] as const;
    // Nothing may still be starting when one of them fails.
    await Promise.allSettled(starting);
    const [eventHubs, azurite] = await Promise.all(starting);
    const tables = await track(startThrottledTables(azurite.tableEndpoint, faults));
    const calls = tableCalls(tableAccount(azurite.tableEndpoint, azurite, "the client's"));
    for (const table of [STATE_TABLE, BY_PLACE_TABLE, PLACES_TABLE]) await calls.createTable(table, noDeadline);
    const container = async (name: string) => {
      const client = blobContainer(`${azurite.blobEndpoint}/${name}`, azurite);
      await client.create();
      return client;
    };
    const [deadLetters, notes, checkpoints, files] = await Promise.all(Object.values(CONTAINERS).map(container));
    if (deadLetters === undefined || notes === undefined || checkpoints === undefined || files === undefined)
      throw new Error("A container was not made");
    const directory = resolve(lakeDirectory);
    const lake = await track(startLakeContainer({ url: files.url, directory, faulty: faults }));
    const environment = await told({
      EVENT_HUB_NAME: HUB,
      EVENT_HUB_CONSUMER_GROUP: CONSUMER_GROUP,
      LAKE_CONSUMER_GROUP,
      LAKE_CONTAINER: lake.url,
      TABLE_ENDPOINTS: tables.endpoint,
      DEAD_LETTER_CONTAINER: deadLetters.url,
      BATCH_NOTE_CONTAINER: notes.url,
      STORAGE_SHARED_KEY: `${azurite.account}:${azurite.key}`,
      HISTORY_TTL_DAYS: String(HISTORY_TTL_DAYS),
      // Thrown away with the run: nobody can tie its pseudonyms to a person again.
      PRIVACY_KEY: randomBytes(PRIVACY_KEY_BYTES).toString("base64"),
      ...(maxRecordAgeHours !== undefined && { MAX_RECORD_AGE_HOURS: String(maxRecordAgeHours) }),
    });
    const host = await track(
      startFunctionsHost({
        app: APP,
        memoryMb: FUNCTION_MEMORY_MB,
        connectionString: eventHubs.connectionString,
        checkpoints,
        settings: { ...localHostSettings, ...environment },
      }),
    );
    return { eventHubs, azurite, tables, calls, deadLetters, lake, host, environment, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** As when deployed, but for the wait for full batches: somebody is looking on. */
const localHostSettings = { AzureFunctionsJobHost__extensions__eventHubs__minEventBatchSize: "1" };
