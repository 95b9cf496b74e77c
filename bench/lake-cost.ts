/** What a million events cost in Data Firehose, by how they are put; by the one table of prices. */
import { DEFAULT_REGION, pricesOf } from "../cli/cost-prices.ts";

const prices = pricesOf(DEFAULT_REGION);

/** Every record is billed as a whole number of these, for ingestion and for conversion. */
const BILLED_STEP_BYTES = 5 * 1024;
const GB = 1024 ** 3;

/** US dollars per million events, when each record holds `eventsPerRecord` of `bytesPerEvent`. */
export function firehoseUsdPerMillion(bytesPerEvent: number, eventsPerRecord: number): number {
  const billedBytes = Math.ceil((bytesPerEvent * eventsPerRecord) / BILLED_STEP_BYTES) * BILLED_STEP_BYTES;
  const gigabytes = (billedBytes * (1_000_000 / eventsPerRecord)) / GB;
  return gigabytes * (prices.firehoseInGb + prices.firehoseConversionGb);
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
