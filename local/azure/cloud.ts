/** Azure behind the `Cloud` port: Event Hubs, Table and Blob Storage embedded, the built function app between them. */
import { resolve } from "node:path";
import { openLake } from "../../cli/query-duckdb.ts";
import { namedQueries } from "../../functions/athena/queries.ts";
import type { StartCloud } from "../cloud.ts";
import { newLandingProgress } from "../landing-progress.ts";
import { accessOf } from "./access.ts";
import { azureCommands } from "./commands.ts";
import { consume } from "./consume.ts";
import { azurePush } from "./push.ts";
import { azureReader } from "./reader.ts";
import { startStack } from "./stack.ts";

export const startAzure: StartCloud = async (options) => {
  const stack = await startStack(options);
  const { eventHubs, azurite, tables, lake, host } = stack;
  const push = azurePush(eventHubs);
  const progress = newLandingProgress();
  const directory = resolve(options.lakeDirectory);
  return {
    channel: "event-hubs",
    path: "Event Hubs → functions → Table Storage and the lake",
    push: {
      ...push,
      async put(records, signal) {
        const positions = await push.put(records, signal);
        progress.pushed(positions.length);
        return positions;
      },
    },
    consume: (observer) => consume(host, progress, observer),
    read: azureReader(stack.calls, stack.deadLetters),
    written: () => ({ units: tables.operations(), unit: "operations" }),
    lake: {
      directory,
      flush: progress.caughtUp,
      counts: () => ({ rows: progress.rows(), files: lake.files(), failed: progress.failed(), channels: [] }),
      open: async () => ({ ...(await openLake(directory)), queries: namedQueries }),
    },
    faults: {
      throttle: tables.throttle,
      throttledCalls: tables.throttledCalls,
      refuseLake: lake.refuse,
      refusedFiles: lake.refusedPuts,
    },
    commands: azureCommands({
      eventHubs: eventHubs.endpoint,
      connectionString: eventHubs.connectionString,
      storageConnectionString: azurite.connectionString,
      tableEndpoint: azurite.tableEndpoint,
      blobEndpoint: azurite.blobEndpoint,
      lakeDirectory: options.lakeDirectory,
    }),
    access: accessOf(stack, directory),
    async close() {
      await push.close();
      await stack.close();
    },
  };
};
