/** Clients of the storage account: by the app's managed identity, or on this machine by a connection string. */
import { TableClient, TableServiceClient } from "@azure/data-tables";
import { ManagedIdentityCredential } from "@azure/identity";
import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import { type Environment, optionalText, requiredText } from "../runtime/configuration.ts";
import type { TableAccount } from "./tables/sdk-calls.ts";

export type StorageSource =
  | { readonly connectionString: string }
  | { readonly tableEndpoint: string; readonly blobEndpoint: string };

/** Throws ConfigurationError with one sentence. */
export function storageSource(environment: Environment): StorageSource {
  const connectionString = optionalText(environment, "STORAGE_CONNECTION_STRING");
  if (connectionString !== undefined) return { connectionString };
  return {
    tableEndpoint: requiredText(environment, "TABLE_ENDPOINT"),
    blobEndpoint: requiredText(environment, "BLOB_ENDPOINT"),
  };
}

const MAX_TRIES = 3;
const TRY_TIMEOUT_MS = 5_000;
const blobOptions = { retryOptions: { maxTries: MAX_TRIES, tryTimeoutInMs: TRY_TIMEOUT_MS } };
const tableOptions = { retryOptions: { maxRetries: MAX_TRIES - 1 } };

export function tableAccount(source: StorageSource): TableAccount {
  if ("connectionString" in source) {
    const { connectionString } = source;
    const options = { ...tableOptions, allowInsecureConnection: connectionString.includes("Protocol=http;") };
    return {
      service: TableServiceClient.fromConnectionString(connectionString, options),
      table: (name) => TableClient.fromConnectionString(connectionString, name, options),
    };
  }
  const credential = new ManagedIdentityCredential();
  return {
    service: new TableServiceClient(source.tableEndpoint, credential, tableOptions),
    table: (name) => new TableClient(source.tableEndpoint, name, credential, tableOptions),
  };
}

export function blobContainer(source: StorageSource, name: string): ContainerClient {
  const service =
    "connectionString" in source
      ? BlobServiceClient.fromConnectionString(source.connectionString, blobOptions)
      : new BlobServiceClient(source.blobEndpoint, new ManagedIdentityCredential(), blobOptions);
  return service.getContainerClient(name);
}
