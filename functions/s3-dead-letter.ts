/** Dead letters in S3, an object per put. They hold raw bytes: the bucket is private, encrypted, short-lived. */
import { letterFile } from "../runtime/letter-file.ts";
import type { DeadLetter } from "../shared/ports.ts";
import type { PutObject } from "./put-object.ts";

export interface S3DeadLetter {
  readonly put: PutObject;
  readonly bucket: string;
  readonly pipeline: string;
}

export function s3DeadLetter({ put, bucket, pipeline }: S3DeadLetter): DeadLetter {
  return {
    async put(letters, source, deadline) {
      const { name, bytes, contentType } = letterFile(letters, source, pipeline);
      await put({ Bucket: bucket, Key: name, Body: bytes, ContentType: contentType }, deadline);
    },
  };
}
