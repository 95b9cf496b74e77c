/** Dead letters in Cloud Storage, an object per put. They hold raw bytes: the bucket is private, encrypted, short-lived. */
import { letterFile } from "../runtime/letter-file.ts";
import type { DeadLetter } from "../shared/ports.ts";
import type { ObjectPut } from "./object-put.ts";

export interface CloudStorageDeadLetter {
  /** Makes the object or replaces it. */
  readonly put: ObjectPut;
  readonly pipeline: string;
}

export function cloudStorageDeadLetter({ put, pipeline }: CloudStorageDeadLetter): DeadLetter {
  return {
    async put(letters, source, deadline) {
      const { name, bytes, contentType } = letterFile(letters, source, pipeline);
      await put(name, bytes, contentType, deadline);
    },
  };
}
