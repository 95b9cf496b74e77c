/** Two contents compared by keys and digests: what a difference is told of holds no value of an event. */
import { createHash } from "node:crypto";
import { lakeRow } from "../../shared/lake/lake-row.ts";
import type { Row } from "../../shared/row.ts";
import { eventKeyOf } from "../../shared/state/keys.ts";
import { comparable, eventText, type StoredTables } from "../../test/support/stored-tables.ts";

/** Digest by key, of the tables and of the lake. */
export type Content = ReadonlyMap<string, string>;

export interface Difference {
  readonly lost: readonly string[];
  readonly wrong: readonly string[];
  readonly invented: readonly string[];
}

/** When a copy was received is told by which of them was stored, and left out: every delivery has its own. */
const NOT_RECEIVED = { received_at: 0 };

export function contentOfTables({ events, state }: StoredTables): Content {
  const content = new Map<string, string>();
  for (const [key, row] of Object.entries(events)) content.set(`event ${key}`, digest({ ...row, ...NOT_RECEIVED }));
  for (const [key, { row, place }] of Object.entries(state))
    content.set(`state ${key}`, digest([{ ...row, ...NOT_RECEIVED }, place]));
  return content;
}

/** Each event once; copies that differ are told as one that nothing equals. */
export function contentOfLake(rows: readonly Row[]): Content {
  const content = new Map<string, string>();
  for (const row of rows) {
    const key = `lake ${eventText(eventKeyOf(row))}`;
    const kept = lakeRow({ ...row, ...NOT_RECEIVED });
    const said = digest({ ...comparable(kept as Row), payload: row.payload });
    content.set(key, (content.get(key) ?? said) === said ? said : "copies differ");
  }
  return content;
}

export function differences(wanted: Content, found: Content): Difference {
  const keys = [...wanted.keys()];
  return {
    lost: keys.filter((key) => !found.has(key)),
    wrong: keys.filter((key) => found.has(key) && found.get(key) !== wanted.get(key)),
    invented: [...found.keys()].filter((key) => !wanted.has(key)),
  };
}

export function digest(value: unknown): string {
  const text = value instanceof Uint8Array ? value : JSON.stringify(value);
  return createHash("sha1").update(text).digest("base64url");
}
