/** A DuckDB with nothing in it. */
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

export async function emptyDatabase(): Promise<DuckDBConnection> {
  return (await DuckDBInstance.create(":memory:")).connect();
}
