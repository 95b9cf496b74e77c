/** A put into a container of Blob Storage: https://learn.microsoft.com/javascript/api/@azure/storage-blob/blockblobclient#upload */
import type { ContainerClient } from "@azure/storage-blob";
import { within } from "../runtime/within.ts";
import type { Deadline } from "../shared/ports.ts";

export type BlobPut = (name: string, bytes: Buffer, contentType: string, deadline: Deadline) => Promise<void>;

export function blobPut(container: Pick<ContainerClient, "getBlockBlobClient">): BlobPut {
  return async (name, bytes, blobContentType, deadline) => {
    await container
      .getBlockBlobClient(name)
      .upload(bytes, bytes.length, { blobHTTPHeaders: { blobContentType }, ...within(deadline) });
  };
}
