/** The landing's files as objects of a bucket. */
import type { PutFile } from "../../shared/lake/landing.ts";
import type { PutObject } from "../put-object.ts";

interface S3Landing {
  readonly put: PutObject;
  readonly bucket: string;
}

export function s3Landing({ put, bucket }: S3Landing): PutFile {
  return ({ key, bytes }, deadline) =>
    put({ Bucket: bucket, Key: key, Body: bytes, ContentType: "application/vnd.apache.parquet" }, deadline);
}
