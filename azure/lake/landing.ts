/** The landing's files as blobs of a container; in an account with a hierarchical namespace, files of a Data Lake. */
import type { PutFile } from "../../shared/lake/landing.ts";
import type { BlobPut } from "../blob-put.ts";

export const PARQUET = "application/vnd.apache.parquet";

export function blobLanding(put: BlobPut): PutFile {
  return ({ key, bytes }, deadline) =>
    put(key, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), PARQUET, deadline);
}
