/** What a million events cost in Data Firehose, by how they are put; us-east-1 list prices of November 2026. */

/** https://aws.amazon.com/firehose/pricing/: Direct PUT, first 500 TB of a month, and Parquet conversion. */
const INGESTION_USD_PER_GB = 0.029;
const CONVERSION_USD_PER_GB = 0.018;
/** Every record is billed as a whole number of these, for ingestion and for conversion. */
const BILLED_STEP_BYTES = 5 * 1024;
const GB = 1024 ** 3;

/** US dollars per million events, when each record holds `eventsPerRecord` of `bytesPerEvent`. */
export function firehoseUsdPerMillion(bytesPerEvent: number, eventsPerRecord: number): number {
  const billedBytes = Math.ceil((bytesPerEvent * eventsPerRecord) / BILLED_STEP_BYTES) * BILLED_STEP_BYTES;
  const gigabytes = (billedBytes * (1_000_000 / eventsPerRecord)) / GB;
  return gigabytes * (INGESTION_USD_PER_GB + CONVERSION_USD_PER_GB);
}

export interface FileSizes {
  readonly eventsPerSecond: number;
  readonly secondsPerFile: number;
  readonly filesPerHour: number;
  readonly parquetMegabytes: number;
}

/** Data Firehose closes a file when its buffer is full or old enough; the buffer is counted before conversion. */
export function fileSizes(
  eventsPerSecond: number,
  jsonBytesPerRow: number,
  parquetBytesPerRow: number,
  bufferBytes: number,
  bufferSeconds: number,
): FileSizes {
  const secondsPerFile = Math.min(bufferSeconds, bufferBytes / (eventsPerSecond * jsonBytesPerRow));
  return {
    eventsPerSecond,
    secondsPerFile,
    filesPerHour: 3_600 / secondsPerFile,
    parquetMegabytes: (secondsPerFile * eventsPerSecond * parquetBytesPerRow) / 1e6,
  };
}
