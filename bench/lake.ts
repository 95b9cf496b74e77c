/**
 * `npm run bench:lake` (`-- --json` for one line): speed, bytes, files and cost of landing and compacted, and what each named
 * query reads. Compaction's statements run on DuckDB: Iceberg cannot run here.
 */
import Table from "cli-table3";
import { parquetMetadata } from "hyparquet";
import { type CostInput, defaultInput, type LakeUsd, lakeUsd, millionsOf } from "../cli/cost-model.ts";
import { pricesOf } from "../cli/cost-prices.ts";
import { namedQueries } from "../functions/athena/queries.ts";
import { jsonLine } from "../shared/lake/json-line.ts";
import { lakeRow } from "../shared/lake/lake-row.ts";
import { landingFiles } from "../shared/lake/landing.ts";
import { type NamedQuery, sqlFor } from "../shared/lake/named-query.ts";
import { parquetFile } from "../shared/lake/parquet.ts";
import { columnList, type Row } from "../shared/row.ts";
import { coldStart } from "./cold-start.ts";
import { type CompactionReads, compactionReads } from "./compaction-reads.ts";
import { batchOf, core, rowsOf } from "./core.ts";
import { corpus } from "./corpus.ts";
import { endToEnd } from "./end-to-end.ts";
import { lakeBundle } from "./environment.ts";

/** As deployed: an on-demand stream begins with 4 shards, and the window is a minute. */
const SHARDS = 4;
const WINDOW_SECONDS = 60;
const SOURCE = { name: "stream/shard", range: ["1", "2"] } as const;
/** Of Iceberg's files as Athena writes them: https://docs.aws.amazon.com/athena/latest/ug/querying-iceberg-creating-tables.html */
const COMPACTED_FILE_BYTES = 512 * 1024 ** 2;
const DAY_SECONDS = 86_400;
const GB = 1024 ** 3;
const COST_AT: CostInput = { ...defaultInput, eventsPerSecond: 1_000 };

const { json } = corpus();
const rows = rowsOf(json, core(true));
const bare = rows.map((row): Row => ({ ...row, payload: undefined }));
const batch = batchOf(json);
const batchRows = batch.length;

/** The deployed function from the batch to the put. */
const { eventsPerSecondPerCore } = await endToEnd(batch, lakeBundle);
const large = parquetFile(rows.map(lakeRow));
const landingColumns = bytesByColumn(large);
const kept = await compactionReads(rows, batchRows);
const omitted = await compactionReads(bare, batchRows);
const compactedBytesPerRow = sum(kept.columnBytes.values()) / rows.length;
const scanned = namedQueries.map((query) => {
  const [bytes, all] = readBytes(query);
  return { name: query.name, bytesPerRow: bytes / rows.length, share: bytes / all };
});
const start = coldStart(lakeBundle);
const files = [10, 100, 1_000].map(filesAt);
const result = {
  eventsPerSecondPerCore: Math.round(eventsPerSecondPerCore),
  rowsPerFullBatch: batchRows,
  jsonBytesPerRow: meanBytes(rows.map(jsonLine)),
  jsonBytesPerRowWithoutPayload: meanBytes(bare.map(jsonLine)),
  landingBytesPerRow: round(bytesPerRow(rows)),
  landingBytesPerRowWithoutPayload: round(bytesPerRow(bare)),
  startToBareHandler: round(start.ratio, 2),
  compactedBytesPerRow: round(compactedBytesPerRow),
  compactedBytesPerRowWithoutPayload: round(sum(omitted.columnBytes.values()) / rows.length),
  compactionReadsPerRow: { keep: readsOf(kept.reads), omit: readsOf(omitted.reads) },
  usdPerMillionAndMonthKept: { landing: keptUsd(bytesPerRow(rows)), compacted: keptUsd(compactedBytesPerRow) },
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
    ["bytes per compacted row", result.compactedBytesPerRow],
    ["... without payload", result.compactedBytesPerRowWithoutPayload],
    ["the function's start, to a bare handler's", `${result.startToBareHandler} ×`],
    ["USD per million events and month kept, landing", result.usdPerMillionAndMonthKept.landing],
    ["... compacted", result.usdPerMillionAndMonthKept.compacted],
    ["bytes per row as JSON through Data Firehose", result.jsonBytesPerRow],
    ["... without payload", result.jsonBytesPerRowWithoutPayload],
  );
  const costs = new Table({ head: ["USD per million events at 1,000/s", "with payload", "without"] });
  const { keep, omit } = result.usdPerMillion;
  for (const part of Object.keys(keep) as (keyof typeof keep)[]) costs.push([part, keep[part], omit[part]]);
  const sizes = new Table({
    head: [
      "events/s",
      "s per file and shard",
      "files per hour",
      "MB per file",
      "compacted files per day",
      "MB per file",
    ],
  });
  for (const of of files)
    sizes.push([
      of.eventsPerSecond,
      of.secondsPerFile,
      of.filesPerHour,
      of.megabytes,
      of.compactedFilesPerDay,
      of.compactedMegabytes,
    ]);
  const reads = new Table({ head: ["a daily run reads, bytes per row", "with payload", "without"] });
  const { keep: keepReads, omit: omitReads } = result.compactionReadsPerRow;
  for (const part of Object.keys(keepReads) as (keyof typeof keepReads)[])
    reads.push([part, keepReads[part], omitReads[part]]);
  const queries = new Table({ head: ["query", "bytes read per row", "share of all"] });
  for (const { name, bytesPerRow: bytes, share } of scanned)
    queries.push([name, bytes.toFixed(1), `${(share * 100).toFixed(0)} %`]);
  for (const table of [figures, costs, sizes, reads, queries]) console.log(table.toString());
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
    ...compactedFiles(eventsPerSecond * DAY_SECONDS * compactedBytesPerRow),
  };
}

function compactedFiles(bytesPerDay: number) {
  const compactedFilesPerDay = Math.ceil(bytesPerDay / COMPACTED_FILE_BYTES);
  return { compactedFilesPerDay, compactedMegabytes: round(bytesPerDay / compactedFilesPerDay / 1e6) };
}

function readsOf({ landing, copies, rewritten }: CompactionReads) {
  const together = Math.round(landing + copies + rewritten);
  return { landing: round(landing), copies: round(copies), rewritten: round(rewritten), together };
}

function keptUsd(rowBytes: number): number {
  return round(((rowBytes * 1e6) / GB) * pricesOf(COST_AT.region).s3GbMonth, 4);
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

/** Athena bills the compressed bytes of the columns a query names, in the partitions it reads: those, and of all columns. */
function readBytes(query: NamedQuery): readonly [named: number, all: number] {
  const bytes = query.reads === "landing" ? landingColumns : kept.columnBytes;
  const sql = sqlFor(query, "compacted");
  const named = columnList.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(sql));
  return [sum(named.map(({ name }) => bytes.get(name) ?? 0)), sum(bytes.values())];
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
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
