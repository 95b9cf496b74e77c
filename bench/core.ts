/** Bytes → row against the floor: base64 decode and JSON.parse of the same events, nothing else. */
import { hmacPseudonyms } from "../runtime/hmac.ts";
import { newCore } from "../runtime/start-core.ts";
import { batchInNoHurry } from "../shared/batch/batch.ts";
import { type Ports, processBatch } from "../shared/batch/process-batch.ts";
import { DEFAULT_MAX_RECORD_BYTES } from "../shared/decode/decode.ts";
import { validate } from "../shared/event/validate.ts";
import type { SourceRecord } from "../shared/outcome.ts";
import { defaultPrivacyPolicy } from "../shared/privacy/policy.ts";
import type { Row } from "../shared/row.ts";

const RECEIVED_AT_MS = Date.UTC(2026, 0, 5, 10);

export function parseAll(records: readonly string[]): readonly unknown[] {
  return records.map((record) => JSON.parse(Buffer.from(record, "base64").toString()));
}

export function core(withPayload: boolean): Ports {
  return {
    ...newCore({
      policy: defaultPrivacyPolicy,
      pseudonymise: hmacPseudonyms("a-key-for-the-bench-0123456789-abcdef"),
      encoding: "auto",
      maxRecordBytes: DEFAULT_MAX_RECORD_BYTES,
      withPayload,
      ignoreEventTypes: new Set(["KEEP_ALIVE"]),
    }),
    sinks: [{ write: async () => [] }],
    deadLetter: { put: async () => {} },
  };
}

/** The default policy included: pseudonyms are part of the price of a row. */
export function rowsOf(records: readonly string[], { decode, normalise, protect }: Ports): readonly Row[] {
  const rows: Row[] = [];
  for (const record of records) {
    for (const { result } of decode(Buffer.from(record, "base64"))) {
      if (!result.ok) throw new Error(`the corpus holds an event that does not decode: ${result.error.code}`);
      const envelope = validate(result.value);
      if (!envelope.ok) throw new Error(`the corpus holds an event that is not valid: ${envelope.error.code}`);
      rows.push(protect(normalise(result.value, envelope.value, RECEIVED_AT_MS)));
    }
  }
  return rows;
}

/** Lambda's limit on a batch's payload; base64 has a third more. https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
const BATCH_BYTES = 6_000_000;

export function batchOf(records: readonly string[]): readonly string[] {
  let bytes = 0;
  const count = records.findIndex((record) => {
    bytes += record.length;
    return bytes > BATCH_BYTES;
  });
  return count === -1 ? records : records.slice(0, count);
}

export function processAll(records: readonly string[], ports: Ports): Promise<unknown> {
  const sources = records.map(
    (record, index): SourceRecord => ({
      position: String(index),
      payload: Buffer.from(record, "base64"),
      receivedAtMs: RECEIVED_AT_MS,
    }),
  );
  return processBatch(batchInNoHurry(sources, "bench"), ports);
}
