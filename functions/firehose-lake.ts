/** The lake as a sink: rows packed into Data Firehose records. */

import type { BackOff } from "../shared/batch/back-off.ts";
import { errorName } from "../shared/error-name.ts";
import { type Chunk, type PackLimits, packRows } from "../shared/lake/pack.ts";
import { rejected, retry } from "../shared/outcome.ts";
import type { Deadline, EventSink, FailedWrite } from "../shared/ports.ts";
import type { Row } from "../shared/row.ts";

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
const MAX_BATCH_RECORDS = 500;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

/**
 * 1,000 KiB, before base64: https://docs.aws.amazon.com/firehose/latest/dev/limits.html
 * Rows that one failed put makes the source send again: far above what fits at the usual 1.5 KB a row.
 */
export const RECORD_LIMITS: PackLimits = { maxBytes: 1_000 * 1024, maxRows: 5_000 };

const MAX_ATTEMPTS = 5;

export interface PutRecordBatchInput {
  readonly DeliveryStreamName: string;
  readonly Records: { readonly Data: Uint8Array }[];
}

/** `RequestResponses` has one entry per record, in order; one with an `ErrorCode` was not taken. */
export interface PutRecordBatchOutput {
  readonly FailedPutCount?: number | undefined;
  readonly RequestResponses?: readonly { readonly ErrorCode?: string | undefined }[] | undefined;
}

export interface FirehoseLakeOptions {
  /** `client.send(new PutRecordBatchCommand(input))`. */
  readonly send: (input: PutRecordBatchInput, deadline: Deadline) => Promise<PutRecordBatchOutput>;
  readonly deliveryStream: string;
  readonly backOff: BackOff;
}

/**
 * At least once: a record put twice puts its rows in the lake twice, and queries keep one row per record_uid.
 *
 * A record that is still refused after the retries, or when time is up, fails all its rows as `retry`. So does a
 * refusal that looks permanent (no such stream, no permission): it is never the row's fault.
 */
export function firehoseLake({ send, deliveryStream, backOff }: FirehoseLakeOptions): EventSink {
  /** The chunks that were not taken, with the reason. */
  async function put(chunks: readonly Chunk[], deadline: Deadline): Promise<Map<Chunk, string>> {
    try {
      const Records = chunks.map(({ text }) => ({ Data: Buffer.from(text) }));
      const { RequestResponses } = await send({ DeliveryStreamName: deliveryStream, Records }, deadline);
      const refused = new Map<Chunk, string>();
      for (const [place, chunk] of chunks.entries()) {
        const answer = RequestResponses?.[place];
        if (answer === undefined) refused.set(chunk, "NoAnswer");
        else if (answer.ErrorCode !== undefined) refused.set(chunk, answer.ErrorCode);
      }
      return refused;
    } catch (error) {
      return new Map(chunks.map((chunk) => [chunk, errorName(error)]));
    }
  }

  async function putAll(chunks: readonly Chunk[], deadline: Deadline): Promise<Map<Chunk, string>> {
    let waiting = new Map(chunks.map((chunk) => [chunk, "NoTimeLeft"]));
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      if (attempt > 0) await backOff.wait(attempt, deadline);
      if (deadline.expired()) break;
      waiting = await put([...waiting.keys()], deadline);
      if (waiting.size === 0) break;
    }
    return waiting;
  }

  return {
    async write(rows: readonly Row[], deadline: Deadline): Promise<readonly FailedWrite[]> {
      const { chunks, tooLarge } = packRows(rows, Buffer.byteLength, RECORD_LIMITS);
      const failures: FailedWrite[] = tooLarge.map(({ index, rejection }) => ({ index, fate: rejected(rejection) }));
      for (const batch of batches(chunks)) {
        for (const [chunk, reason] of await putAll(batch, deadline)) {
          const fate = retry(`Data Firehose did not take the record (${reason})`);
          for (const index of chunk.indexes) failures.push({ index, fate });
        }
      }
      return failures;
    },
  };
}

/** Batches that one PutRecordBatch takes; order is kept. */
function batches(chunks: readonly Chunk[]): Chunk[][] {
  const all: Chunk[][] = [];
  let batch: Chunk[] = [];
  let bytes = 0;
  for (const chunk of chunks) {
    if (batch.length >= MAX_BATCH_RECORDS || bytes + chunk.bytes > MAX_BATCH_BYTES) {
      all.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(chunk);
    bytes += chunk.bytes;
  }
  if (batch.length > 0) all.push(batch);
  return all;
}
