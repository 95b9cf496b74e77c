/** Dead letters in Cloud Storage. They hold raw bytes: the bucket is private, encrypted, short-lived. */
import { letterFile } from "../runtime/letter-file.ts";
import type { DeadLetter, Letter } from "../shared/ports.ts";
import type { ObjectPut } from "./object-put.ts";

export interface CloudStorageDeadLetter {
  /** Makes the object or replaces it. */
  readonly put: ObjectPut;
  readonly pipeline: string;
}

const DIGEST_CHARACTERS = 16;

/**
 * An object is named after the letters in it, and not after its batch: messages are gathered anew each time they come,
 * so that a later batch may begin and end with the same ones and hold others between. Only the same letters overwrite
 * each other.
 */
export function cloudStorageDeadLetter({ put, pipeline }: CloudStorageDeadLetter): DeadLetter {
  return {
    async put(letters, source, deadline) {
      const range = [letters[0]?.position ?? "", digestOf(letters)] as const;
      const { name, bytes, contentType } = letterFile(letters, { ...source, range }, pipeline);
      await put(name, bytes, contentType, deadline);
    },
  };
}

function digestOf(letters: readonly Letter[]): string {
  // Loaded for the first letter: most instances never have one.
  const hash = process.getBuiltinModule("node:crypto").createHash("sha256");
  for (const { position, part } of letters) hash.update(`${position} ${part}\n`);
  return hash.digest("hex").slice(0, DIGEST_CHARACTERS);
}
