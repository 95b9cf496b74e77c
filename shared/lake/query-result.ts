export type Cell = string | number | boolean | null;

/** A query's answer, whichever engine gave it: columns in the order and with the names of the SELECT. */
export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}
