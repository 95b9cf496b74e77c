/**
 * Dead letters in S3: one NDJSON object per batch, named after where its records sit in the stream, so that the same
 * batch delivered again overwrites its own object. They hold raw bytes: the bucket is private, encrypted, short-lived.
 */
import { nodeCodec } from "../runtime/node-codec.ts";
import { letterLine } from "../shared/letter-line.ts";
import type { DeadLetter } from "../shared/ports.ts";
import type { PutObject } from "./put-object.ts";

export const DEAD_LETTER_PREFIX = "dead-letters/";

export interface S3DeadLetter {
  readonly put: PutObject;
  readonly bucket: string;
  readonly pipeline: string;
}

export function s3DeadLetter({ put, bucket, pipeline }: S3DeadLetter): DeadLetter {
  return {
    async put(letters, { name, range: [first, last] }, deadline) {
      const lines = letters.map((letter) => Buffer.from(`${letterLine(letter, name, pipeline, nodeCodec)}\n`));
      await put(
        {
          Bucket: bucket,
          Key: `${DEAD_LETTER_PREFIX}${name}/${first}-${last}.ndjson`,
          // Bytes and not one string: a batch of poison can pass the longest string there is.
          Body: Buffer.concat(lines),
          ContentType: "application/x-ndjson",
        },
        deadline,
      );
    },
  };
}
