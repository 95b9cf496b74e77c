/** What a command in another shell needs of what a run started. */
import type { AzureLocalAccess } from "../../cli/azure/local-access.ts";
import { CONTAINERS } from "./names.ts";
import type { Stack } from "./stack.ts";

/** Past the proxies that make the tables short of capacity and refuse the lake's files: who looks waits for nobody. */
export function accessOf({ eventHubs, azurite, environment }: Stack, lakeDirectory: string): AzureLocalAccess {
  return {
    connectionString: eventHubs.connectionString,
    blobEndpoint: azurite.blobEndpoint,
    checkpoints: `${azurite.blobEndpoint}/${CONTAINERS.checkpoints}`,
    lakeDirectory,
    environment: {
      ...environment,
      TABLE_ENDPOINTS: azurite.tableEndpoint,
      LAKE_CONTAINER: `${azurite.blobEndpoint}/${CONTAINERS.lake}`,
    },
  };
}
