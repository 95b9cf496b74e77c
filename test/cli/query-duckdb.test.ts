import { DuckDBInstance } from "@duckdb/node-api";
import { expect, it } from "vitest";
import { read } from "../../cli/query-duckdb.ts";

it("An answer of millions of rows is read no further than it is asked for", async () => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const rowsOf = async (sql: string, mostRows?: number) => (await read(connection, sql, mostRows)).rows.length;
  const many = await rowsOf("SELECT * FROM range(20000000)", 10_000);
  expect(many).toBeGreaterThan(10_000);
  expect(many).toBeLessThan(20_000);
  expect(await rowsOf("SELECT * FROM range(10000)", 10_000)).toBe(10_000);
  expect(await rowsOf("SELECT * FROM range(3)", 10_000)).toBe(3);
  expect(await rowsOf("SELECT * FROM range(30000)")).toBe(30_000);
  connection.closeSync();
});
