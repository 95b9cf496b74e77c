/** The few calls compaction makes of the lake's container. */
import type { ContainerClient } from "@azure/storage-blob";
import type { AsyncBuffer } from "hyparquet";
import { isAbsent, isConflict } from "../../azure-errors.ts";

export interface LakeFile {
  readonly name: string;
  readonly bytes: number;
  /** Another one once it was written again. */
  readonly etag: string;
}

/** A file under way: nobody sees any of it before the end, which puts it in place of what was there. */
interface NewFile {
  add(bytes: Uint8Array): Promise<void>;
  end(contentType: string): Promise<void>;
}

export interface LakeFiles {
  list(folder: string): AsyncIterable<LakeFile>;
  /** Names of the folders right below, with their slash. */
  folders(folder: string): AsyncIterable<string>;
  /** `undefined` where there is none. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** To be read in parts; `undefined` where there is none. */
  open(name: string): Promise<AsyncBuffer | undefined>;
  create(name: string): NewFile;
  /** Only as it was listed; of one that is gone or was written again: nothing. */
  remove(file: Pick<LakeFile, "name" | "etag">): Promise<void>;
}

/** Of a block's id, all of one length: https://learn.microsoft.com/rest/api/storageservices/put-block#uri-parameters */
const BLOCK_ID_DIGITS = 6;

export function lakeFiles(container: ContainerClient): LakeFiles {
  return {
    async *list(folder) {
      for await (const { name, properties } of container.listBlobsFlat({ prefix: folder }))
        yield { name, bytes: properties.contentLength ?? 0, etag: properties.etag };
    },
    async *folders(folder) {
      for await (const item of container.listBlobsByHierarchy("/", { prefix: folder }))
        if (item.kind === "prefix") yield item.name;
    },
    read: (name) => orAbsent(container.getBlobClient(name).downloadToBuffer()),
    async open(name) {
      const blob = container.getBlobClient(name);
      const properties = await orAbsent(blob.getProperties());
      if (properties === undefined) return undefined;
      const byteLength = properties.contentLength ?? 0;
      return {
        byteLength,
        async slice(start, end = byteLength) {
          const from = start < 0 ? byteLength + start : start;
          const bytes = new Uint8Array(await blob.downloadToBuffer(from, end - from));
          return bytes.buffer;
        },
      };
    },
    create(name) {
      const blob = container.getBlockBlobClient(name);
      const blocks: string[] = [];
      return {
        async add(bytes) {
          const id = Buffer.from(String(blocks.length).padStart(BLOCK_ID_DIGITS, "0")).toString("base64");
          await blob.stageBlock(id, bytes, bytes.length);
          blocks.push(id);
        },
        async end(blobContentType) {
          await blob.commitBlockList(blocks, { blobHTTPHeaders: { blobContentType } });
        },
      };
    },
    async remove({ name, etag }) {
      try {
        await container.getBlobClient(name).delete({ conditions: { ifMatch: etag } });
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
    },
  };
}

async function orAbsent<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
