/** Dead letters that are put together as one file, for any cloud's store of objects. */
import { letterLine } from "../shared/letter-line.ts";
import type { BatchSource, Letter } from "../shared/ports.ts";
import { digestOf } from "./digest-of.ts";
import { nodeCodec } from "./node-codec.ts";

export const DEAD_LETTER_PREFIX = "dead-letters/";

export interface LetterFile {
  /**
   * `dead-letters/<source>/<first>-<last>-<digest>.ndjson`: after the letters in it and not after their batch, which may be
   * cut elsewhere when it comes again, or hold fewer of them. Only the same letters overwrite each other, so that no put
   * that arrives late takes the place of a fuller file.
   */
  readonly name: string;
  readonly bytes: Buffer;
  readonly contentType: "application/x-ndjson";
}

/** `folder`, with its slash, is of a second consumer of the source, which may give up the same records. */
export function letterFile(
  letters: readonly Letter[],
  { name }: Pick<BatchSource, "name">,
  pipeline: string,
  folder = "",
): LetterFile {
  const lines = letters.map((letter) => Buffer.from(`${letterLine(letter, name, pipeline, nodeCodec)}\n`));
  return {
    name: `${DEAD_LETTER_PREFIX}${folder}${name}/${nameOf(letters)}.ndjson`,
    // Bytes and not one string: a batch of poison can pass the longest string there is.
    bytes: Buffer.concat(lines),
    contentType: "application/x-ndjson",
  };
}

function nameOf(letters: readonly Letter[]): string {
  const digest = digestOf(letters.map(({ position, part }) => `${position} ${part}`));
  return `${letters[0]?.position}-${letters.at(-1)?.position}-${digest}`;
}
