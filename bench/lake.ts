/** `npm run bench:lake` (`-- --json` for one line): speed, bytes, files and cost of the landing, and what each named query reads. */
import Table from "cli-table3";
import { parquetMetadata } from "hyparquet";
import { type CostInput, defaultInput, type LakeUsd, lakeUsd, millionsOf } from "../cli/cost-model.ts";
import { namedQueries } from "../functions/athena/queries.ts";
import { jsonLine } from "../shared/lake/json-line.ts";
import { lakeRow } from "../shared/lake/lake-row.ts";
import { landingFiles } from "../shared/lake/landing.ts";
import { parquetFile } from "../shared/lake/parquet.ts";
import { columnList, type Row } from "../shared/row.ts";
import { batchOf, core, rowsOf } from "./core.ts";
import { corpus } from "./corpus.ts";
import { endToEnd } from "./end-to-end.ts";
import { lakeBundle } from "./environment.ts";

/** As deployed: an on-demand stream begins with 4 shards, and the window is a minute. */
const SHARDS = 4;
const WINDOW_SECONDS = 60;
const SOURCE = { name: "stream/shard", range: ["1", "2"] } as const;
const COST_AT: CostInput = { ...defaultInput, eventsPerSecond: 1_000 };

const { json } = corpus();
const rows = rowsOf(json, core(true));
const bare = rows.map((row): Row => ({ ...row, payload: undefined }));
const batch = batchOf(json);
const batchRows = batch.length;

/** The deployed function from the batch to the put. */
const { eventsPerSecondPerCore } = await endToEnd(batch, lakeBundle);
const large = parquetFile(rows.map(lakeRow));
const columnBytes = bytesByColumn(large);
const scanned = namedQueries.map(({ name, sql }) => ({
  name,
  bytesPerRow: readBytes(sql) / rows.length,
  share: readBytes(sql) / large.length,
}));
const files = [10, 100, 1_000].map(filesAt);
const result = {
  eventsPerSecondPerCore: Math.round(eventsPerSecondPerCore),
  rowsPerFullBatch: batchRows,
  jsonBytesPerRow: meanBytes(rows.map(jsonLine)),
  jsonBytesPerRowWithoutPayload: meanBytes(bare.map(jsonLine)),
  landingBytesPerRow: round(bytesPerRow(rows)),
  landingBytesPerRowWithoutPayload: round(bytesPerRow(bare)),
  largeFileBytesPerRow: round(large.length / rows.length),
  scannedBytesPerRow: Object.fromEntries(scanned.map(({ name, bytesPerRow }) => [name, round(bytesPerRow)])),
  usdPerMillion: { keep: usdPerMillion(COST_AT), omit: usdPerMillion({ ...COST_AT, payload: "omit" }) },
  files,
};

if (process.argv.includes("--json")) console.log(JSON.stringify(result));
else print();

function print(): void {
  const figures = new Table({ head: ["what", "figure"] });
  figures.push(
    ["events per second of a core, from batch to put", result.eventsPerSecondPerCore.toLocaleString("en")],
    [`bytes per row in the file of a full batch, ${batchRows} rows`, result.landingBytesPerRow],
    ["... without payload", result.landingBytesPerRowWithoutPayload],
    [`bytes per row in a large file, ${rows.length} rows`, result.largeFileBytesPerRow],
    ["bytes per row as JSON through Data Firehose", result.jsonBytesPerRow],
    ["... without payload", result.jsonBytesPerRowWithoutPayload],
  );
  const costs = new Table({ head: ["USD per million events at 1,000/s", "with payload", "without"] });
  const { keep, omit } = result.usdPerMillion;
  for (const part of Object.keys(keep) as (keyof typeof keep)[]) costs.push([part, keep[part], omit[part]]);
  const sizes = new Table({ head: ["events/s", "s per file and shard", "files per hour", "MB per file"] });
  for (const { eventsPerSecond, secondsPerFile, filesPerHour, megabytes } of files)
    sizes.push([eventsPerSecond, secondsPerFile, filesPerHour, megabytes]);
  const queries = new Table({ head: ["query", "bytes read per row", "share of the file"] });
  for (const { name, bytesPerRow: bytes, share } of scanned)
    queries.push([name, bytes.toFixed(1), `${(share * 100).toFixed(0)} %`]);
  for (const table of [figures, costs, sizes, queries]) console.log(table.toString());
}

function landedBytes(given: readonly Row[]): number {
  let bytes = 0;
  for (const file of landingFiles(given, SOURCE)) bytes += "bytes" in file ? file.bytes.length : 0;
  return bytes;
}

/** Over files of a full batch. */
function bytesPerRow(all: readonly Row[]): number {
  const whole = Math.floor(all.length / batchRows);
  const sizes = Array.from({ length: whole }, (_, index) =>
    landedBytes(all.slice(index * batchRows, (index + 1) * batchRows)),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / (whole * batchRows);
}

/** A file is closed by the window or by a full batch. */
function filesAt(eventsPerSecond: number) {
  const perShard = eventsPerSecond / SHARDS;
  const count = Math.min(batchRows, Math.round(perShard * WINDOW_SECONDS));
  return {
    eventsPerSecond,
    secondsPerFile: round(count / perShard),
    filesPerHour: Math.round((3_600 * eventsPerSecond) / count),
    megabytes: round(landedBytes(rows.slice(0, count)) / 1e6, 2),
  };
}

function usdPerMillion(input: CostInput): LakeUsd & { readonly total: number } {
  const { reads, function: ofFunction, puts, compaction } = lakeUsd(input);
  const each = (usd: number) => round(usd / millionsOf(input), 4);
  return {
    reads: each(reads),
    function: each(ofFunction),
    puts: each(puts),
    compaction: each(compaction),
    total: each(reads + ofFunction + puts + compaction),
  };
}

/** Athena bills the compressed bytes of the columns a query names, in the partitions it reads. */
function readBytes(sql: string): number {
  const named = columnList.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(sql));
  return named.reduce((sum, { name }) => sum + (columnBytes.get(name) ?? 0), 0);
}

function bytesByColumn(file: Uint8Array): ReadonlyMap<string, number> {
  const bytes = new Map<string, number>();
  const { row_groups: groups } = parquetMetadata(file.slice().buffer);
  for (const { meta_data: chunk } of groups.flatMap((group) => group.columns)) {
    const name = chunk?.path_in_schema[0];
    if (name !== undefined) bytes.set(name, (bytes.get(name) ?? 0) + Number(chunk?.total_compressed_size ?? 0));
  }
  return bytes;
}

function meanBytes(texts: readonly string[]): number {
  return Math.round(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / texts.length);
}

function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}
