/** A bucket of S3 as the commands' objects. */
import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import type { Objects } from "../stage/objects.ts";

/** S3 lists by the names' UTF-8 bytes, which is the order of their code points. */
export function bucketObjects(client: S3Client, bucket: string): Objects {
  return {
    async *list(prefix) {
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }))
        for (const { Key = "", LastModified } of Contents) yield { name: Key, keptAtMs: LastModified?.getTime() ?? 0 };
    },
    async read(name) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: name }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    async write(name, bytes) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: name, Body: bytes }));
    },
  };
}
