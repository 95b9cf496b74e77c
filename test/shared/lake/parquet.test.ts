import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parquetFile } from "../../../shared/lake/parquet.ts";
import { type ColumnType, columnList, newRow, type Row } from "../../../shared/row.ts";
import { anyRow, asKept } from "./any-row.ts";

const duckDbTypes: Record<ColumnType, string> = {
  string: "VARCHAR",
  int: "INTEGER",
  double: "DOUBLE",
  timestamp: "TIMESTAMP",
  "string[]": "VARCHAR[]",
  "map<string,double>": "MAP(VARCHAR, DOUBLE)",
  "map<string,string>": "MAP(VARCHAR, VARCHAR)",
};

describe("A Parquet file of rows, read by another engine", () => {
  let folder: string;
  let connection: Awaited<ReturnType<DuckDBInstance["connect"]>>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lake-"));
    connection = await (await DuckDBInstance.create(":memory:")).connect();
  });
  afterAll(async () => {
    connection.closeSync();
    await rm(folder, { recursive: true });
  });

  async function readBack(rows: readonly Partial<Row>[]) {
    const path = join(folder, "rows.parquet");
    await writeFile(path, parquetFile(rows));
    return connection.runAndReadAll(`SELECT * FROM read_parquet('${path}')`);
  }

  it("has the declared types, also where no row has a value", async () => {
    const reader = await readBack([newRow("a", "TYPE", 1, 2, "core/1")]);
    expect(reader.columnNames()).toEqual(columnList.map(({ name }) => name));
    expect(reader.columnTypes().map(String)).toEqual(columnList.map(({ type }) => duckDbTypes[type]));
  });

  it("gives back every value of every row", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 20 }), async (rows) => {
        const kept = rows.map((row) => asKept(row) as Partial<Row>);
        const reader = await readBack(kept);
        expect(reader.getRowsJson().map(rowOf)).toEqual(kept);
      }),
      { numRuns: 30 },
    );
  });
});

/** DuckDB's JSON form of a row → ours. */
function rowOf(cells: readonly unknown[]): object {
  return Object.fromEntries(
    columnList.flatMap(({ name, type }, place) => {
      const cell = cells[place];
      if (cell === null) return [];
      if (type === "timestamp") return [[name, Date.parse(`${(cell as string).replace(" ", "T")}Z`)]];
      if (!type.startsWith("map")) return [[name, cell]];
      const entries = cell as readonly { key: string; value: unknown }[];
      return [[name, Object.fromEntries(entries.map(({ key, value }) => [key, value]))]];
    }),
  );
}
