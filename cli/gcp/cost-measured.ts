/**
 * What the bill on Google Cloud rests on beside prices, in one place. What is reckoned until a bench says it is in
 * `reckoned`, and printed as such.
 */

/**
 * Measured by bench/firestore-calls.ts, the greater of its two rates, 50 and 500 events a second. In units of 1 KiB: a document
 * with the names of its fields and its id.
 */
export const HISTORY_UNITS_PER_EVENT = 1.006;
export const HISTORY_DOCUMENT_BYTES = 724;
/** Gathering of 50 ms folds next to nothing. */
export const STATE_WRITES_PER_EVENT = 1.143;
export const STATE_UNITS_PER_WRITE = 1.042;
/** Each write is a transaction that reads what it replaces. */
export const STATE_READS_PER_WRITE = 1;
/** As if each write of a document that has an entry were billed for it; 0.09 if only those are that change. */
export const INDEX_UNITS_PER_EVENT = 1.09;
/** Of the whole function, stores and lake, on one core of the bench's machine. */
export const CPU_SECONDS_PER_EVENT = 0.0024;
/** What a batch waits for its stores; the requests gathered in it are under way as long. */
export const BATCH_WRITE_SECONDS = 0.1;
/** A row as BigQuery counts it, and as it is written: its values, without the names of columns. */
export const rowBytes = { keep: 2_500, omit: 830 } as const;
/** How often the daily merge reads a row: counts, weeks, the merge itself. */
export const MERGE_READS_PER_ROW = 1.5;
/** Of a batch. Cloud Run's own line of each request is excluded, unless `request_logs` asks for it. */
export const BATCH_LINE_BYTES = 700;

/** For what is printed beside a bill. */
export const reckoned: readonly string[] = [
  "what Firestore bills for an index's entries and for what expires",
  "CPU of an event",
  "bytes of a row in BigQuery and what the merge reads",
  "bytes of log lines",
];
