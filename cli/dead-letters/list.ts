/** `spaces dead-letters list`: how many of what, or each. */

import type { QueryResult } from "../../shared/lake/query-result.ts";
import { isoTime } from "../iso-time.ts";
import type { Progress } from "../progress.ts";
import { type GivenUp, idOf } from "../stage/given-up.ts";
import type { Note } from "./notes.ts";
import type { Selection } from "./selection.ts";
import { walk } from "./walk.ts";

export const groupings = ["code", "place", "channel", "tenant", "type", "hour"] as const;
export type Grouping = (typeof groupings)[number];

interface Group {
  letters: number;
  putAgain: number;
  readonly values: readonly (string | null)[];
  /** The first, for `show`. */
  readonly example: string;
}

/** The largest group first. */
export async function countLetters(
  selection: Selection,
  by: readonly Grouping[],
  progress: Progress,
  signal: AbortSignal,
): Promise<QueryResult> {
  const groups = new Map<string, Group>();
  let seen = 0;
  for await (const { letters, note } of walk(selection.places, selection, signal)) {
    for (const letter of letters) {
      const values = by.map((grouping) => groupValue[grouping](letter));
      const key = JSON.stringify(values);
      const group = groups.get(key) ?? { letters: 0, putAgain: 0, values, example: idOf(letter) };
      group.letters++;
      if (note.has(letter.index)) group.putAgain++;
      groups.set(key, group);
    }
    seen += letters.length;
    progress.tell(() => `${seen} letters read`);
  }
  const sorted = [...groups.values()].sort((a, b) => b.letters - a.letters);
  return {
    columns: [...by, "letters", "put_again", "for_example"],
    rows: sorted.map(({ values, letters, putAgain, example }) => [...values, letters, putAgain, example]),
  };
}

const groupValue: Readonly<Record<Grouping, (letter: GivenUp) => string | null>> = {
  code: ({ code }) => code,
  place: ({ place }) => place,
  channel: ({ channel }) => channel,
  tenant: ({ tenant }) => tenant ?? null,
  type: ({ eventType }) => eventType ?? null,
  hour: ({ receivedAtMs }) => `${isoTime(receivedAtMs).slice(0, 13)}:00Z`,
};

/** A letter as a line of JSON, without its bytes. */
export function letterJson(letter: GivenUp, note: Note): object {
  const { payload, object: _object, index, receivedAtMs, ...facts } = letter;
  const put = note.get(index);
  return {
    id: idOf(letter),
    ...facts,
    receivedAt: isoTime(receivedAtMs),
    bytes: payload.length,
    ...(put !== undefined && { putAgainAt: isoTime(put.atMs), putAgainPosition: put.position }),
  };
}
