import type { Snapshot } from "../../local/ledger.ts";

export const quiet: Snapshot = {
  pushedRecords: 0,
  pushedEvents: 0,
  received: 0,
  counts: { stored: 0, duplicate: 0, ignored: 0, rejected: 0, retry: 0 },
  rejections: {},
  invocations: 0,
  failedInvocations: 0,
  redeliveredRecords: 0,
  lagMs: { p50: 0, p99: 0 },
  openRecords: 0,
  strangers: 0,
};

/** Every number as long as it gets. */
export const busy: Snapshot = {
  pushedRecords: 9_876_543,
  pushedEvents: 9_876_543,
  received: 8_765_432,
  counts: { stored: 8_765_432, duplicate: 1_234_567, ignored: 123_456, rejected: 123_456, retry: 12_345 },
  rejections: { "malformed-json": 123_456 },
  invocations: 12_345,
  failedInvocations: 1_234,
  redeliveredRecords: 1_234_567,
  retryReason: "the history table is throttled",
  lagMs: { p50: 123_456, p99: 234_567 },
  openRecords: 123_456,
  strangers: 0,
};
