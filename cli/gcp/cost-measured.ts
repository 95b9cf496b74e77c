/**
 * What was measured on Google Cloud's side: of Firestore, documents of the store on the embedded engine, simulated events
 * in batches as two instances gather them for 50 ms at 500 events/s (`npx node bench/firestore-calls.ts` measures them
 * again); of BigQuery, rows of the same events (`npx node bench/bigquery-bytes.ts`). A test holds both to these figures.
 * What is reckoned is in `reckoned`, what is not told by Google in `assumed`, and both are printed as such.
 */

/** Write units of 1 KiB an event: gathering of 50 ms folds next to nothing. */
export const HISTORY_UNITS_PER_EVENT = 1.01;
export const STATE_UNITS_PER_EVENT = 1.19;
/** As if every write of a state document were billed its entry in the index; of entries that change there are 0.08. */
export const INDEX_UNITS_PER_EVENT = 1.1;
/** Of an instance's first seconds; later there are hardly any. */
export const PLACE_UNITS_PER_EVENT = 0.031;
/** Of 4 KiB: a state document is read before it is written. */
export const READ_UNITS_PER_EVENT = 1.17;
/** A document with the names of its fields and its id. */
export const HISTORY_DOCUMENT_BYTES = 725;
/** A row as it is written into BigQuery: a message, without the names of columns ... */
export const rowWrittenBytes = { keep: 2_300, omit: 832 } as const;
/** ... and as BigQuery keeps and reads it. */
export const rowKeptBytes = { keep: 2_270, omit: 804 } as const;
/**
 * On one core of the bench's machine: decoding, gathering and answering 0.5 ms, the store and its client 0.33 to 0.79 (the
 * more, the fewer events there are), a row of the lake 0.02, and something for the lake's client.
 */
export const CPU_SECONDS_PER_EVENT = 0.0014;

/** What a batch waits for its stores; the requests gathered in it are under way as long. */
export const BATCH_WRITE_SECONDS = 0.1;
/**
 * How often the daily merge reads a row: where it arrived, whole; on the day it belongs to, whole, since a MERGE that may
 * update is billed all columns of a partition it touches; counts and identities on top.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/dml-syntax#on-demand-query-size-calculation
 */
export const MERGE_READS_PER_ROW = 2.5;
/** Of a batch. Cloud Run's own line of each request is excluded, unless `request_logs` asks for it. */
export const BATCH_LINE_BYTES = 700;

export const reckoned: readonly string[] = [
  "how long a batch waits for its stores",
  "what the merge reads",
  "bytes of log lines",
];

/** The dearer of what Google's pages leave open. */
export const assumed: readonly string[] = [
  "an index entry is billed with every write of its document, changed or not",
  "a document that expires is billed as one that is written",
];
