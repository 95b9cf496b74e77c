/** A question a user has, its answer, and the command that asks the same. */
import type { QueryResult } from "../../shared/lake/query-result.ts";

export interface Answer {
  readonly question: string;
  /** What a reader has to know to read the answer right. */
  readonly note?: string;
  readonly result: QueryResult;
  readonly command: string;
}

/** More rows than this are for a program to read. */
const MAX_ROWS = 8;

/** The first rows; the question says how many there are in all. */
export function answer(
  question: string,
  columns: readonly string[],
  rows: QueryResult["rows"],
  command: string,
): Answer {
  const more = rows.length > MAX_ROWS ? ` (${MAX_ROWS} of ${rows.length})` : "";
  return { question: `${question}${more}`, result: { columns, rows: rows.slice(0, MAX_ROWS) }, command };
}
