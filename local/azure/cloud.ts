/** Azure behind the `Cloud` port: Event Hubs, Table and Blob Storage embedded, the built function app between them. */
import type { StartCloud } from "../cloud.ts";
import { azureCommands } from "./commands.ts";
import { consume } from "./consume.ts";
import { azurePush } from "./push.ts";
import { azureReader } from "./reader.ts";
import { startStack } from "./stack.ts";

export const startAzure: StartCloud = async (options) => {
  const stack = await startStack(options);
  const { eventHubs, azurite, tables, host } = stack;
  const push = azurePush(eventHubs);
  return {
    path: "Event Hubs → function → Table Storage",
    push,
    consume: (observer) => consume(host, observer),
    read: azureReader(stack.calls, stack.deadLetters),
    lake: {
      directory: options.lakeDirectory,
      flush: async () => {},
      counts: () => ({ rows: 0, files: 0, failed: 0, channels: [] }),
      open: () => Promise.reject(new Error("This run has no lake")),
    },
    faults: tables,
    commands: azureCommands({
      eventHubs: eventHubs.endpoint,
      connectionString: eventHubs.connectionString,
      storageConnectionString: azurite.connectionString,
      tableEndpoint: azurite.tableEndpoint,
      blobEndpoint: azurite.blobEndpoint,
      lakeDirectory: options.lakeDirectory,
    }),
    async close() {
      await push.close();
      await stack.close();
    },
  };
};
