/**
 * Repeats within a batch, told by an event's whole identity (record_uid, occurred_at, tenant, subject): a recordUid alone
 * has been seen with 32 bits only. Linear, however many events share a recordUid.
 */
import type { Row } from "../row.ts";
import { isSameSubject, subjectOf, subjectText } from "../state/keys.ts";

/** Where a row, or the first of its kind, stands among the rows that are written. */
export interface Placed {
  readonly index: number;
  readonly isRepeat: boolean;
}

export interface WithoutRepeats {
  readonly rows: readonly Row[];
  /** One per row given, in order; `undefined` where there was none. */
  readonly places: readonly (Placed | undefined)[];
}

/** `undefined` stands for an event without a row, and keeps its place. */
export function withoutRepeats(candidates: readonly (Row | undefined)[]): WithoutRepeats {
  const rows: Row[] = [];
  /** The first row of each recordUid; nearly always the only one. */
  const firstByUid = new Map<string, number>();
  const others = new Map<string, number>();
  const places = candidates.map((row) => {
    if (row === undefined) return undefined;
    const first = firstByUid.get(row.record_uid);
    if (first === undefined) firstByUid.set(row.record_uid, rows.length);
    else if (isSameEvent(rows[first], row)) return { index: first, isRepeat: true };
    else {
      const identity = `${row.record_uid.length} ${row.record_uid} ${row.occurred_at} ${subjectText(subjectOf(row))}`;
      const known = others.get(identity);
      if (known !== undefined) return { index: known, isRepeat: true };
      others.set(identity, rows.length);
    }
    rows.push(row);
    return { index: rows.length - 1, isRepeat: false };
  });
  return { rows, places };
}

function isSameEvent(a: Row | undefined, b: Row): boolean {
  return a !== undefined && a.occurred_at === b.occurred_at && isSameSubject(a, b);
}
