/** The dead letters of a batch as one file, for any cloud's store of objects. */
import { letterLine } from "../shared/letter-line.ts";
import type { BatchSource, Letter } from "../shared/ports.ts";
import { nodeCodec } from "./node-codec.ts";

export const DEAD_LETTER_PREFIX = "dead-letters/";

export interface LetterFile {
  /** By where the batch's records sit in the source, so that the same batch delivered again overwrites its own. */
  readonly name: string;
  readonly bytes: Buffer;
  readonly contentType: "application/x-ndjson";
}

/** `folder`, with its slash, is of a second consumer of the source, whose batches may be named as the first one's. */
export function letterFile(
  letters: readonly Letter[],
  { name, range: [first, last] }: BatchSource,
  pipeline: string,
  folder = "",
): LetterFile {
  const lines = letters.map((letter) => Buffer.from(`${letterLine(letter, name, pipeline, nodeCodec)}\n`));
  return {
    name: `${DEAD_LETTER_PREFIX}${folder}${name}/${first}-${last}.ndjson`,
    // Bytes and not one string: a batch of poison can pass the longest string there is.
    bytes: Buffer.concat(lines),
    contentType: "application/x-ndjson",
  };
}
