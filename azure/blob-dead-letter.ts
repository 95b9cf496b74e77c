/** Dead letters in Blob Storage, a blob per put. They hold raw bytes: the container is private, encrypted, short-lived. */
import { letterFile } from "../runtime/letter-file.ts";
import type { DeadLetter } from "../shared/ports.ts";
import type { BlobPut } from "./blob-put.ts";

export interface BlobDeadLetter {
  /** Makes the blob or replaces it. */
  readonly put: BlobPut;
  readonly pipeline: string;
  /** As `letterFile` has it. */
  readonly folder?: string;
}

export function blobDeadLetter({ put, pipeline, folder }: BlobDeadLetter): DeadLetter {
  return {
    async put(letters, source, deadline) {
      const { name, bytes, contentType } = letterFile(letters, source, pipeline, folder);
      await put(name, bytes, contentType, deadline);
    },
  };
}
