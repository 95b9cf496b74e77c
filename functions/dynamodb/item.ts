/** Columns as DynamoDB attributes and back, by the row contract. By hand: a third of the time of a generic marshaller. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { type ColumnName, type ColumnsOfType, type ColumnType, type Row, storedColumns } from "../../shared/row.ts";

export type Item = Record<string, AttributeValue>;

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items */
export const MAX_ITEM_BYTES = 400 * 1_024;

/** Columns by how they are written. */
export interface ColumnSet {
  readonly texts: readonly ColumnsOfType<"string">[];
  readonly numbers: readonly ColumnsOfType<"int" | "double" | "timestamp">[];
  readonly lists: readonly ColumnsOfType<"string[]">[];
  readonly numberMaps: readonly ColumnsOfType<"map<string,double>">[];
  readonly textMaps: readonly ColumnsOfType<"map<string,string>">[];
}

/** The columns the tables have that meet the condition. */
export function columnSet(isIncluded: (name: ColumnName) => boolean): ColumnSet {
  const included = storedColumns.filter(({ name }) => isIncluded(name));
  function ofType<T extends ColumnType>(...types: readonly T[]): readonly ColumnsOfType<T>[] {
    const isOfType = (name: ColumnName): name is ColumnsOfType<T> =>
      included.some((column) => column.name === name && (types as readonly ColumnType[]).includes(column.type));
    return included.map(({ name }) => name).filter(isOfType);
  }
  return {
    texts: ofType("string"),
    numbers: ofType("int", "double", "timestamp"),
    lists: ofType("string[]"),
    numberMaps: ofType("map<string,double>"),
    textMaps: ofType("map<string,string>"),
  };
}

/** Every one of the columns that is there. */
export function itemOf(row: Partial<Row>, { texts, numbers, lists, numberMaps, textMaps }: ColumnSet): Item {
  const item: Item = {};
  for (const name of texts) {
    const value = row[name];
    if (value !== undefined) item[name] = { S: value };
  }
  for (const name of numbers) {
    const value = row[name];
    if (value !== undefined) item[name] = { N: String(value) };
  }
  for (const name of lists) {
    const value = row[name];
    if (value !== undefined) item[name] = { L: value.map((text) => ({ S: text })) };
  }
  for (const name of numberMaps) {
    const value = row[name];
    if (value !== undefined) item[name] = { M: mapValues(value, (number) => ({ N: String(number) })) };
  }
  for (const name of textMaps) {
    const value = row[name];
    if (value !== undefined) item[name] = { M: mapValues(value, (text) => ({ S: text })) };
  }
  return item;
}

/** The columns an item has. */
export function columnsOf(item: Item, { texts, numbers, lists, numberMaps, textMaps }: ColumnSet): Partial<Row> {
  const values: Partial<Record<ColumnName, unknown>> = {};
  for (const name of texts) if (item[name]?.S !== undefined) values[name] = item[name].S;
  for (const name of numbers) if (item[name]?.N !== undefined) values[name] = Number(item[name].N);
  for (const name of lists) if (item[name]?.L !== undefined) values[name] = item[name].L.map(({ S }) => S);
  for (const name of numberMaps)
    if (item[name]?.M !== undefined) values[name] = mapValues(item[name].M, ({ N }) => Number(N));
  for (const name of textMaps) if (item[name]?.M !== undefined) values[name] = mapValues(item[name].M, ({ S }) => S);
  return values as Partial<Row>;
}

function mapValues<A, B>(map: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  const changed: [string, B][] = Object.entries(map).map(([key, value]) => [key, change(value)]);
  return Object.fromEntries(changed);
}
