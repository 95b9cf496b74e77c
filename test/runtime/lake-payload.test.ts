/** `LAKE_PAYLOAD`, from the environment to the rows as the lake gets them. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import { coreConfiguration } from "../../runtime/configuration.ts";
import { startCore } from "../../runtime/start-core.ts";
import { jsonLine } from "../../shared/lake/json-line.ts";
import { parquetFile } from "../../shared/lake/parquet.ts";
import type { Row } from "../../shared/row.ts";
import { processRecords, recordOf } from "../support/core.ts";
import { locationUpdate } from "../support/events.ts";

const PRIVACY_KEY = "a-key-for-tests-only-0123456789-abcdef";
/** A field without a column, so that the payload alone can have it. */
const events = [locationUpdate({}, { onlyInThePayload: "here" }), locationUpdate({ recordUid: "event-2" })];

async function rowsOf(environment: Readonly<Record<string, string>>, forLake = true): Promise<readonly Row[]> {
  const core = await startCore(coreConfiguration({ PRIVACY_KEY, ...environment }), forLake, async () => undefined);
  const outcomes = await processRecords(
    events.map((event, index) => recordOf(event, String(index))),
    core,
  );
  return outcomes.flatMap(({ parts }) => parts.flatMap((fate) => (fate.status === "stored" ? [fate.row] : [])));
}

async function payloadsInFile(rows: readonly Row[]): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), "lake-payload-"));
  const path = join(folder, "rows.parquet");
  await writeFile(path, parquetFile(rows));
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const reader = await connection.runAndReadAll(`SELECT count(*), count(payload) FROM read_parquet('${path}')`);
  connection.closeSync();
  await rm(folder, { recursive: true });
  return reader.getRowsJson();
}

describe("the payload of the lake's rows", () => {
  it("is there unless it is to be left out", async () => {
    for (const environment of [{}, { LAKE_PAYLOAD: "keep" }]) {
      const rows = await rowsOf(environment);
      expect(rows.map(jsonLine).join("")).toContain("onlyInThePayload");
      expect(await payloadsInFile(rows)).toEqual([["2", "2"]]);
    }
  });

  it("is in neither the packed rows nor the Parquet file where it is left out, and every other column is", async () => {
    const rows = await rowsOf({ LAKE_PAYLOAD: "omit" });
    expect(rows.map(jsonLine).join("")).not.toMatch(/onlyInThePayload|"payload"/);
    expect(await payloadsInFile(rows)).toEqual([["2", "0"]]);
    const kept = await rowsOf({ LAKE_PAYLOAD: "keep" });
    expect(rows).toEqual(kept.map(({ payload: _, ...others }) => others));
  });

  it("is not made for the tables, which do not have it", async () => {
    for (const row of await rowsOf({ LAKE_PAYLOAD: "keep" }, false)) expect(row.payload).toBeUndefined();
  });

  it("is not guessed at: another word is refused by the variable's name", () => {
    expect(() => coreConfiguration({ PRIVACY_KEY, LAKE_PAYLOAD: "none" })).toThrow(
      "The environment variable LAKE_PAYLOAD is not one of keep, omit",
    );
  });
});
