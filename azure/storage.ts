/** Clients of the storage accounts: by the app's managed identity, or on this machine by an account's key. */
import { AzureNamedKeyCredential, TableClient, TableServiceClient } from "@azure/data-tables";
import { ManagedIdentityCredential } from "@azure/identity";
import { ContainerClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import type { TableAccount } from "./tables/sdk-calls.ts";

/** Name and key of an account; `undefined`: the managed identity. */
export type SharedKey = { readonly account: string; readonly key: string } | undefined;

const MAX_TRIES = 3;
const TRY_TIMEOUT_MS = 5_000;
const blobOptions = { retryOptions: { maxTries: MAX_TRIES, tryTimeoutInMs: TRY_TIMEOUT_MS } };
/** None of the client's own retries, which begin with a second: the store tries again by itself, and sooner. */
const tableOptions = { retryOptions: { maxRetries: 0 } };

/** `endpoint` is `https://<account>.table.core.windows.net/`. */
export function tableAccount(endpoint: string, sharedKey: SharedKey): TableAccount {
  if (sharedKey === undefined) {
    const credential = new ManagedIdentityCredential();
    return {
      service: new TableServiceClient(endpoint, credential, tableOptions),
      table: (name) => new TableClient(endpoint, name, credential, tableOptions),
    };
  }
  const credential = new AzureNamedKeyCredential(sharedKey.account, sharedKey.key);
  const options = { ...tableOptions, allowInsecureConnection: true };
  return {
    service: new TableServiceClient(endpoint, credential, options),
    table: (name) => new TableClient(endpoint, name, credential, options),
  };
}

/** `url` is `https://<account>.blob.core.windows.net/<container>`. */
export function blobContainer(url: string, sharedKey: SharedKey): ContainerClient {
  if (sharedKey === undefined) return new ContainerClient(url, new ManagedIdentityCredential(), blobOptions);
  return new ContainerClient(url, new StorageSharedKeyCredential(sharedKey.account, sharedKey.key), blobOptions);
}
