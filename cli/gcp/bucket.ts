/** A bucket of Cloud Storage as the commands' objects. */
import type { Bucket, GetFilesResponse } from "@google-cloud/storage";
import type { Objects } from "../stage/objects.ts";

const PAGE_OBJECTS = 1_000;

/** Cloud Storage lists by the names' UTF-8 bytes, which is the order of their code points. */
export function bucketObjects(bucket: Bucket): Objects {
  return {
    async *list(prefix) {
      let next: object | null | undefined = { prefix, autoPaginate: false, maxResults: PAGE_OBJECTS };
      while (next) {
        const [files, following]: GetFilesResponse = await bucket.getFiles(next);
        for (const { name, metadata } of files) yield { name, keptAtMs: Date.parse(String(metadata.updated)) };
        next = following as object | null;
      }
    },
    async read(name) {
      const [bytes] = await bucket.file(name).download();
      return bytes;
    },
    async write(name, bytes) {
      // In one request: a resumable upload takes two, and remembers in a file.
      await bucket.file(name).save(Buffer.from(bytes), { resumable: false });
    },
  };
}
