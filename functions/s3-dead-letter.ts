/**
 * Dead letters in S3: one NDJSON object per batch, named after where its records sit in the stream, so that the same
 * batch delivered again overwrites its own object. They hold raw bytes: the bucket is private, encrypted, short-lived.
 */
import type { PutObjectCommandInput, PutObjectCommandOutput } from "@aws-sdk/client-s3";
import { nodeCodec } from "../runtime/node-codec.ts";
import { letterLine } from "../shared/letter-line.ts";
import type { DeadLetter } from "../shared/ports.ts";

export const DEAD_LETTER_PREFIX = "dead-letters/";

export interface S3DeadLetter {
  readonly put: (input: PutObjectCommandInput) => Promise<PutObjectCommandOutput>;
  readonly bucket: string;
  readonly stream: string;
  readonly shard: string;
  /** The batch's first and last sequence number. */
  readonly range: readonly [string, string];
  readonly pipeline: string;
}

export function s3DeadLetter({ put, bucket, stream, shard, range, pipeline }: S3DeadLetter): DeadLetter {
  return {
    async put(letters) {
      const source = `${stream}/${shard}`;
      await put({
        Bucket: bucket,
        Key: `${DEAD_LETTER_PREFIX}${stream}/${shard}/${range[0]}-${range[1]}.ndjson`,
        // Bytes and not one string: a batch of poison can pass the longest string there is.
        Body: Buffer.concat(
          letters.map((letter) => Buffer.from(`${letterLine(letter, source, pipeline, nodeCodec)}\n`)),
        ),
        ContentType: "application/x-ndjson",
      });
    },
  };
}
