import { type ColumnName, columnList, type Row } from "../shared/row.ts";

/** What a row says, in the contract's order, whatever order it was filled in; absent columns are left out. */
export function rowColumns(row: Row): Readonly<Partial<Record<ColumnName, unknown>>> {
  return Object.fromEntries(columnList.flatMap(({ name }) => (row[name] === undefined ? [] : [[name, row[name]]])));
}
