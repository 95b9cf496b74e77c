/** The few calls compaction makes of the lake's container. */
import { randomBytes } from "node:crypto";
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
  /** `etag`: only in place of what has it, else it rejects with a conflict. */
  end(contentType: string, etag?: string): Promise<void>;
}

/** To be read in parts, all of them as it was when it was opened. */
export interface OpenFile extends AsyncBuffer {
  readonly etag: string;
}

export interface LakeFiles {
  list(folder: string): AsyncIterable<LakeFile>;
  /** Names of the folders right below, with their slash. */
  folders(folder: string): AsyncIterable<string>;
  /** `undefined` where there is none. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** `undefined` where there is none. */
  open(name: string): Promise<OpenFile | undefined>;
  create(name: string): NewFile;
  /** Only as it was listed; of one that is gone or was written again: nothing. */
  remove(file: Pick<LakeFile, "name" | "etag">): Promise<void>;
}

/** Of a block's id, all of one length: https://learn.microsoft.com/rest/api/storageservices/put-block#uri-parameters */
const BLOCK_ID_DIGITS = 6;
const WRITER_BYTES = 8;

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
      const etag = properties.etag ?? "";
      return {
        byteLength,
        etag,
        async slice(start, end = byteLength) {
          const from = start < 0 ? byteLength + start : start;
          const conditions = { ifMatch: etag };
          const bytes = new Uint8Array(await blob.downloadToBuffer(from, end - from, { conditions }));
          return bytes.buffer;
        },
      };
    },
    create(name) {
      const blob = container.getBlockBlobClient(name);
      const blocks: string[] = [];
      // Two writers of one file stage their blocks beside each other: each has ids of its own.
      const writer = randomBytes(WRITER_BYTES).toString("hex");
      return {
        async add(bytes) {
          const id = Buffer.from(`${writer}${String(blocks.length).padStart(BLOCK_ID_DIGITS, "0")}`).toString("base64");
          await blob.stageBlock(id, bytes, bytes.length);
          blocks.push(id);
        },
        async end(blobContentType, etag) {
          const conditions = etag === undefined ? {} : { ifMatch: etag };
          await blob.commitBlockList(blocks, { blobHTTPHeaders: { blobContentType }, conditions });
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
