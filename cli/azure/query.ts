/** A named query over the deployed lake on Azure: the files of its days, asked by DuckDB on this machine. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ContainerClient } from "@azure/storage-blob";
import { boundSql, type NamedQuery, type ParameterValues } from "../../shared/lake/named-query.ts";
import type { QueryResult } from "../../shared/lake/query-result.ts";
import { askLake } from "../query-duckdb.ts";
import { UserError } from "../user-error.ts";
import { type Fetched, fetchLake } from "./fetch-lake.ts";
import { daysOf } from "./lake-days.ts";

export interface FetchedResult extends QueryResult {
  readonly fetched: Fetched;
}

/** Throws a RangeError for a value that does not fit, before anything is brought; a UserError where no file is of the period. */
export async function queryContainer(
  container: ContainerClient,
  query: NamedQuery,
  values: ParameterValues,
  mostRows?: number,
): Promise<FetchedResult> {
  boundSql(query, values, "landing");
  const directory = await mkdtemp(join(tmpdir(), "spaces-lake-"));
  try {
    const fetched = await fetchLake(container, daysOf(values), query.reads ?? "compacted", directory);
    if (fetched.files === 0) throw new UserError("The lake has no files of these days.");
    return { ...(await askLake(directory, (lake) => lake.run(query, values, mostRows))), fetched };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
