/**
 * Dead letters in Blob Storage: one NDJSON blob per batch, named after where its records sit in the hub, so that the
 * same batch delivered again overwrites its own. They hold raw bytes: the container is private, encrypted, short-lived.
 */
import { nodeCodec } from "../runtime/node-codec.ts";
import { letterLine } from "../shared/letter-line.ts";
import type { DeadLetter } from "../shared/ports.ts";
import type { BlobPut } from "./blob-put.ts";

export const DEAD_LETTER_PREFIX = "dead-letters/";

export interface BlobDeadLetter {
  /** Makes the blob or replaces it. */
  readonly put: BlobPut;
  readonly pipeline: string;
}

export function blobDeadLetter({ put, pipeline }: BlobDeadLetter): DeadLetter {
  return {
    async put(letters, { name, range: [first, last] }, deadline) {
      const lines = letters.map((letter) => Buffer.from(`${letterLine(letter, name, pipeline, nodeCodec)}\n`));
      const blob = `${DEAD_LETTER_PREFIX}${name}/${first}-${last}.ndjson`;
      // Bytes and not one string: a batch of poison can pass the longest string there is.
      await put(blob, Buffer.concat(lines), "application/x-ndjson", deadline);
    },
  };
}
