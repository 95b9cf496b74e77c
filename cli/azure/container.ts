/** A container of Blob Storage as the commands' objects. */
import type { ContainerClient } from "@azure/storage-blob";
import type { Objects } from "../stage/objects.ts";

/**
 * An account with a hierarchical namespace lists folder by folder, and the folders among the rest. That is the order of
 * names as long as no folder's name begins with a whole other's, as no hub's and no partition's here does.
 */
export function containerObjects(container: ContainerClient): Objects {
  return {
    async *list(prefix) {
      for await (const { name, properties, metadata } of container.listBlobsFlat({ prefix, includeMetadata: true }))
        if (metadata?.hdi_isfolder !== "true") yield { name, keptAtMs: properties.lastModified.getTime() };
    },
    read: (name) => container.getBlobClient(name).downloadToBuffer(),
    async write(name, bytes) {
      await container.getBlockBlobClient(name).upload(bytes, bytes.length);
    },
  };
}
