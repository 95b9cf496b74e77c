/** Clients of the storage accounts: by the app's managed identity, or on this machine by an account's key. */
import { AzureNamedKeyCredential, TableClient, TableServiceClient } from "@azure/data-tables";
import { ManagedIdentityCredential } from "@azure/identity";
import { ContainerClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import type { TableAccount } from "./tables/sdk-calls.ts";

/** Name and key of an account; `undefined`: the managed identity. */
export type SharedKey = { readonly account: string; readonly key: string } | undefined;

const MAX_TRIES = 3;
const TRY_TIMEOUT_MS = 5_000;
/** The client's own first wait is four seconds: https://learn.microsoft.com/javascript/api/@azure/storage-blob/storageretryoptions */
const FIRST_WAIT_MS = 250;
const blobOptions = {
  retryOptions: { maxTries: MAX_TRIES, tryTimeoutInMs: TRY_TIMEOUT_MS, retryDelayInMs: FIRST_WAIT_MS },
};
/** None of the client's own retries, which begin with a second: the store tries again by itself, and sooner. */
const tableOptions = { retryOptions: { maxRetries: 0 } };

/** `endpoint` is `https://<account>.table.core.windows.net/`; `retries`: the client's for whoever has none of their own. */
export function tableAccount(
  endpoint: string,
  sharedKey: SharedKey,
  retries: "the store's" | "the client's" = "the store's",
): TableAccount {
  const options = retries === "the store's" ? tableOptions : {};
  if (sharedKey === undefined) {
    const credential = new ManagedIdentityCredential();
    return {
      service: new TableServiceClient(endpoint, credential, options),
      table: (name) => new TableClient(endpoint, name, credential, options),
    };
  }
  const credential = new AzureNamedKeyCredential(sharedKey.account, sharedKey.key);
  const local = { ...options, allowInsecureConnection: true };
  return {
    service: new TableServiceClient(endpoint, credential, local),
    table: (name) => new TableClient(endpoint, name, credential, local),
  };
}

/** `url` is `https://<account>.blob.core.windows.net/<container>`. */
export function blobContainer(url: string, sharedKey: SharedKey): ContainerClient {
  if (sharedKey === undefined) return new ContainerClient(url, new ManagedIdentityCredential(), blobOptions);
  return new ContainerClient(url, new StorageSharedKeyCredential(sharedKey.account, sharedKey.key), blobOptions);
}
