/** What was given up to, out of the files of letters and of what the transport kept. */

import type { LetterLine } from "../../shared/letter-line.ts";
import type { RejectionCode } from "../../shared/outcome.ts";
import type { GivenUp } from "./rig.ts";

/** Of a bucket, by their keys. */
export type Objects = Map<string, Uint8Array>;

/** An outage's, or a process's: nothing is wrong with the record itself. */
const notItsFault: readonly RejectionCode[] = ["retries-exhausted", "process-died"];

/** A letter that was kept twice counts once. */
export function givenUpOf(letters: Objects, discarded: readonly Uint8Array[]): readonly GivenUp[] {
  const lines = new Map<string, LetterLine>();
  for (const bytes of letters.values())
    for (const text of Buffer.from(bytes).toString().trimEnd().split("\n")) {
      const line = JSON.parse(text) as LetterLine;
      lines.set(JSON.stringify([line.position, line.part, notItsFault.includes(line.code)]), line);
    }
  return [
    ...[...lines.values()].map(({ payload, code }) => ({
      payload: Buffer.from(payload, "base64"),
      isPoison: !notItsFault.includes(code),
    })),
    ...discarded.map((payload) => ({ payload, isPoison: false })),
  ];
}
