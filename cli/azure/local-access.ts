import type { Environment } from "../../runtime/configuration.ts";

/** What a local run on Azure's stand-ins tells the commands: local/ writes it, cli/azure reads it. */
export interface AzureLocalAccess {
  /** Of the hub. */
  readonly connectionString: string;
  /** Address of the account's blobs, in which containers are. */
  readonly blobEndpoint: string;
  /** Address of the container in which the functions' host keeps how far they have read. */
  readonly checkpoints: string;
  /** Absolute. */
  readonly lakeDirectory: string;
  /** Of the function that fills the tables. */
  readonly environment: Environment;
}
