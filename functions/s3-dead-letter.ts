/**
 * Dead letters in S3: one NDJSON object per batch, named after where its records sit in the stream, so that the same
 * batch delivered again overwrites its own object. They hold raw bytes: the bucket is private, encrypted, short-lived.
 */
import type { PutObjectCommandInput, PutObjectCommandOutput } from "@aws-sdk/client-s3";
import type { DeadLetter, Letter } from "../shared/ports.ts";

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
        Body: Buffer.concat(letters.map((letter) => Buffer.from(`${letterLine(letter, source, pipeline)}\n`))),
        ContentType: "application/x-ndjson",
      });
    },
  };
}

/** `{position, part?, payload (base64), stage, code, message, source, receivedAt (ISO 8601), pipeline}` as JSON. */
export function letterLine(letter: Letter, source: string, pipeline: string): string {
  const { payload } = letter;
  return JSON.stringify({
    position: letter.position,
    part: letter.part,
    payload: Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("base64"),
    stage: letter.stage,
    code: letter.code,
    message: letter.message,
    source,
    receivedAt: new Date(letter.receivedAtMs).toISOString(),
    pipeline,
  });
}
