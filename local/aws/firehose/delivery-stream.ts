/** A Data Firehose delivery stream in this process: buffer, transform, Parquet, error prefix; files in a folder. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { convert } from "./conversion.ts";
import { firehoseEndpoint } from "./endpoint.ts";
import { type ErrorOutput, writeErrors, writeRows } from "./files.ts";
import { recordBuffer } from "./record-buffer.ts";
import { type DeliveryRecord, type Transform, transformRecords } from "./transform.ts";

/** The default buffer before the transform: https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html */
const TRANSFORM_BUFFER_BYTES = 1024 * 1024;

export interface DeliveryStreamOptions {
  readonly name: string;
  /** Files go to `events/dt=/hour=/` and `errors/<kind>/dt=/hour=/` in it. */
  readonly directory: string;
  /** A file is written when this much is waiting ... */
  readonly bufferBytes: number;
  /** ... or the oldest of it has waited this long. */
  readonly bufferMs: number;
  /** Absent: records are delivered as they came. */
  readonly transform?: Transform;
  /** Port of the endpoint; 0, the default, picks a free one. */
  readonly port?: number;
  readonly now?: () => number;
}

interface DeliveryStats {
  readonly recordsIn: number;
  readonly bytesIn: number;
  readonly dropped: number;
  readonly processingFailed: number;
  readonly conversionFailed: number;
  readonly rowsDelivered: number;
  readonly filesWritten: number;
  readonly bytesWritten: number;
}

export interface DeliveryStream {
  /** For the SDK client's `endpoint`. */
  readonly endpoint: string;
  readonly stats: () => DeliveryStats;
  /** Delivers what is waiting; resolved when its files are written. */
  flush(): Promise<void>;
  /** Flushes, then closes the endpoint. */
  close(): Promise<void>;
}

/** Delivery errors (a full disk) reject `flush` and `close`. */
export async function startDeliveryStream(options: DeliveryStreamOptions): Promise<DeliveryStream> {
  const { name, directory, bufferBytes, bufferMs, transform, now = Date.now } = options;
  const stats = {
    recordsIn: 0,
    bytesIn: 0,
    dropped: 0,
    processingFailed: 0,
    conversionFailed: 0,
    rowsDelivered: 0,
    filesWritten: 0,
    bytesWritten: 0,
  };
  const source = recordBuffer();
  const destination = recordBuffer();
  let timer: NodeJS.Timeout | undefined;
  // One delivery at a time, in order; a failed one is reported by the next flush.
  let work: Promise<void> = Promise.resolve();

  function schedule(step: () => Promise<void>): Promise<void> {
    work = work.then(step);
    work.catch(() => undefined);
    return work;
  }

  function take(records: readonly Uint8Array[]): void {
    const arrivedAtMs = now();
    for (const data of records) {
      stats.recordsIn++;
      stats.bytesIn += data.length;
      source.add({ data, arrivedAtMs });
      if (source.bytes() >= TRANSFORM_BUFFER_BYTES) {
        const batch = source.drain();
        schedule(() => process(batch));
      }
    }
    timer ??= setTimeout(() => void flush().catch(() => undefined), bufferMs);
  }

  async function process(batch: readonly DeliveryRecord[]): Promise<void> {
    if (batch.length === 0) return;
    if (transform === undefined) for (const record of batch) destination.add(record);
    else {
      const { delivered, dropped, failed } = await transformRecords(batch, transform);
      for (const record of delivered) destination.add(record);
      stats.dropped += dropped;
      stats.processingFailed += failed.length;
      const documents = failed.map(({ data, arrivedAtMs, attempts, errorCode, errorMessage }) => ({
        attemptsMade: attempts,
        arrivalTimestamp: arrivedAtMs,
        errorCode,
        errorMessage,
        attemptEndingTimestamp: now(),
        rawData: Buffer.from(data).toString("base64"),
      }));
      await keepErrors("processing-failed", documents, oldest(failed));
    }
    if (destination.bytes() >= bufferBytes) await deliver(destination.drain());
  }

  async function deliver(batch: readonly DeliveryRecord[]): Promise<void> {
    if (batch.length === 0) return;
    const converted = convert(Buffer.concat(batch.map(({ data }) => data)));
    const oldestMs = oldest(batch);
    if (converted.rows.length > 0) {
      stats.bytesWritten += await writeRows(directory, name, converted.rows, oldestMs);
      stats.filesWritten++;
      stats.rowsDelivered += converted.rows.length;
    }
    stats.conversionFailed += converted.failures.length;
    const documents = converted.failures.map(({ line, message }) => ({
      attemptsMade: 1,
      arrivalTimestamp: oldestMs,
      lastErrorCode: "DataFormatConversion.ParseError",
      lastErrorMessage: message,
      attemptEndingTimestamp: now(),
      rawData: Buffer.from(line).toString("base64"),
    }));
    await keepErrors("format-conversion-failed", documents, oldestMs);
  }

  async function keepErrors(output: ErrorOutput, documents: readonly object[], oldestMs: number): Promise<void> {
    if (documents.length > 0) await writeErrors(directory, name, output, documents, oldestMs);
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const batch = source.drain();
    return schedule(async () => {
      await process(batch);
      await deliver(destination.drain());
    });
  }

  const server = firehoseEndpoint(name, take);
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stats: () => ({ ...stats }),
    flush,
    async close() {
      try {
        await flush();
      } finally {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

function oldest(records: readonly DeliveryRecord[]): number {
  return records.reduce((least, { arrivedAtMs }) => Math.min(least, arrivedAtMs), Number.POSITIVE_INFINITY);
}
