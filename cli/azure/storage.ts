/**
 * Storage as whoever is at the keyboard may read it: signed in with `az login`, or by AZURE_STORAGE_CONNECTION_STRING as
 * the Azure CLI takes it, which a local run prints.
 */
import { TableClient, TableServiceClient } from "@azure/data-tables";
import { DefaultAzureCredential } from "@azure/identity";
import { BlobServiceClient, ContainerClient } from "@azure/storage-blob";
import type { TableAccount } from "../../azure/tables/sdk-calls.ts";

function connectionString(): string | undefined {
  return process.env.AZURE_STORAGE_CONNECTION_STRING || undefined;
}

/** `url` is `https://<account>.blob.core.windows.net/<container>`. */
export function containerAt(url: string): ContainerClient {
  const given = connectionString();
  if (given === undefined) return new ContainerClient(url, new DefaultAzureCredential());
  return BlobServiceClient.fromConnectionString(given).getContainerClient(
    new URL(url).pathname.split("/").at(-1) ?? "",
  );
}

/** `endpoint` is `https://<account>.table.core.windows.net/`. */
export function accountAt(endpoint: string): TableAccount {
  const given = connectionString();
  if (given !== undefined) {
    const options = { allowInsecureConnection: true };
    return {
      service: TableServiceClient.fromConnectionString(given, options),
      table: (name) => TableClient.fromConnectionString(given, name, options),
    };
  }
  const credential = new DefaultAzureCredential();
  return {
    service: new TableServiceClient(endpoint, credential),
    table: (name) => new TableClient(endpoint, name, credential),
  };
}
