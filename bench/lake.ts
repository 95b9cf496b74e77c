/** `npm run bench:lake` (`-- --json` for one line): packing speed, bytes per row, bytes each named query reads, and what that costs. */
import Table from "cli-table3";
import { parquetMetadata } from "hyparquet";
import { namedQueries } from "../functions/athena/queries.ts";
import { RECORD_LIMITS } from "../functions/firehose-lake.ts";
import { jsonLine } from "../shared/lake/json-line.ts";
import { packRows } from "../shared/lake/pack.ts";
import { parquetFile } from "../shared/lake/parquet.ts";
import { columnList, type Row } from "../shared/row.ts";
import { core, rowsOf } from "./core.ts";
import { corpus } from "./corpus.ts";
import { fileSizes, firehoseUsdPerMillion } from "./lake-cost.ts";
import { median } from "./measure.ts";

const ROUNDS = 7;
/** The delivery stream's buffer: the most Data Firehose takes, so that files are as few as can be. */
const BUFFER_BYTES = 128 * 1024 * 1024;
const BUFFER_SECONDS = 900;

const { json } = corpus();
const rows = rowsOf(json, core(true));
const lines = rows.map(jsonLine);
const jsonBytesPerRow = meanBytes(lines);
const bareBytesPerRow = meanBytes(rows.map((row) => jsonLine({ ...row, payload: undefined })));
const eventBytes = json.reduce((sum, text) => sum + Buffer.byteLength(text, "base64"), 0) / rows.length;

/** As many as a full delivery record holds. */
const rowsPerRecord = Math.floor(RECORD_LIMITS.maxBytes / jsonBytesPerRow);
const packMs = medianMs(() => packRows(rows, Buffer.byteLength, RECORD_LIMITS));
const parquet = parquetFile(lines.map((line) => JSON.parse(line) as Partial<Row>));
const parquetBytesPerRow = parquet.length / rows.length;
const columnBytes = bytesByColumn(parquet);
const scanned = namedQueries.map(({ name, sql }) => ({
  name,
  bytesPerRow: readBytes(sql) / rows.length,
  share: readBytes(sql) / parquet.length,
}));
const sizes = [10, 100, 1_000].map((eventsPerSecond) =>
  fileSizes(eventsPerSecond, jsonBytesPerRow, parquetBytesPerRow, BUFFER_BYTES, BUFFER_SECONDS),
);
const result = {
  rowsPackedPerSecond: Math.round((rows.length / packMs) * 1_000),
  jsonBytesPerRow: Math.round(jsonBytesPerRow),
  jsonBytesPerRowWithoutPayload: Math.round(bareBytesPerRow),
  parquetBytesPerRow: round(parquetBytesPerRow),
  scannedBytesPerRow: Object.fromEntries(scanned.map(({ name, bytesPerRow }) => [name, round(bytesPerRow)])),
  usdPerMillion: {
    packed: round(firehoseUsdPerMillion(jsonBytesPerRow, rowsPerRecord), 3),
    packedWithoutPayload: round(firehoseUsdPerMillion(bareBytesPerRow, rowsPerRecord), 3),
    oneEventPerRecord: round(firehoseUsdPerMillion(eventBytes, 1), 3),
  },
  files: sizes.map((size) => ({ ...size, parquetMegabytes: round(size.parquetMegabytes) })),
};

if (process.argv.includes("--json")) console.log(JSON.stringify(result));
else print();

function print(): void {
  const figures = new Table({ head: ["what", "figure"] });
  figures.push(
    ["rows packed per second", result.rowsPackedPerSecond.toLocaleString("en")],
    ["bytes per row as JSON, with payload", jsonBytesPerRow.toFixed(0)],
    ["... without payload", bareBytesPerRow.toFixed(0)],
    ["bytes per row as Parquet", parquetBytesPerRow.toFixed(0)],
    [`USD per million events, ${rowsPerRecord} rows a record`, result.usdPerMillion.packed],
    ["... without payload", result.usdPerMillion.packedWithoutPayload],
    ["USD per million events, one event a record", result.usdPerMillion.oneEventPerRecord],
  );
  const files = new Table({ head: ["events/s", "s per file", "files per hour", "MB per file"] });
  for (const { eventsPerSecond, secondsPerFile, filesPerHour, parquetMegabytes } of sizes)
    files.push([eventsPerSecond, secondsPerFile.toFixed(0), filesPerHour.toFixed(1), parquetMegabytes.toFixed(1)]);
  const queries = new Table({ head: ["query", "bytes read per row", "share of the file"] });
  for (const { name, bytesPerRow, share } of scanned)
    queries.push([name, bytesPerRow.toFixed(1), `${(share * 100).toFixed(0)} %`]);
  for (const table of [figures, files, queries]) console.log(table.toString());
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
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / texts.length;
}

function medianMs(work: () => unknown): number {
  const times: number[] = [];
  work();
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return median(times);
}

function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}
