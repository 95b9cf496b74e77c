/** What became of a record. Decided here once; an adapter only translates it into its platform's word. */
import type { Row } from "./row.ts";

export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** One transport message. `position` is the opaque id echoed to the source (sequence number, recordId, ack id ...). */
export interface SourceRecord {
  readonly position: string;
  readonly payload: Uint8Array;
  readonly receivedAtMs: number;
}

/** Stable, public codes: dashboards and redrive filters rely on them. */
export type RejectionCode =
  // decode
  | "empty-record"
  | "record-too-large"
  | "unknown-encoding"
  | "wrong-encoding"
  | "invalid-utf8"
  | "malformed-json"
  | "not-an-object"
  | "nested-too-deep"
  | "malformed-protobuf"
  | "malformed-gzip"
  | "expanded-too-large"
  | "malformed-kpl"
  | "too-many-events"
  | "too-costly"
  | "mixed-events"
  // validate
  | "missing-record-uid"
  | "invalid-record-uid"
  | "missing-record-timestamp"
  | "invalid-record-timestamp"
  | "missing-event-type"
  | "invalid-event-type"
  | "invalid-identity"
  // normalise
  | "normalise-failed"
  // write
  | "item-too-large"
  | "write-refused"
  | "retries-exhausted"
  // invocation
  | "process-died";

/** `invocation`: the record ended the process before any stage could tell of it. */
export type RejectionStage = "decode" | "validate" | "normalise" | "write" | "invocation";

/** A permanent failure. `message` names field and class of value, never the value itself. */
export interface Rejection {
  readonly stage: RejectionStage;
  readonly code: RejectionCode;
  readonly message: string;
}

/** Every sink has it; a `duplicate` is a repeat within the batch, which shares the first one's fate. */
type Stored = { readonly status: "stored" | "duplicate"; readonly row: Row };
export type Ignored = { readonly status: "ignored"; readonly reason: string };
export type Rejected = { readonly status: "rejected"; readonly rejection: Rejection };
export type Retry = { readonly status: "retry"; readonly message: string };

/** What became of one event, or of the undecodable whole of a record. The same type in the core, in stores and in adapters. */
export type Fate = Stored | Ignored | Rejected | Retry;

export type Status = Fate["status"];

/**
 * One per record, in order. `parts` are the fates of its events; `fate` is the worst of them
 * (retry over rejected over stored over duplicate over ignored), which decides what the source is told.
 */
export interface Outcome {
  readonly position: string;
  readonly fate: Fate;
  readonly parts: readonly Fate[];
}

export type OutcomeCounts = Record<Status, number>;

export function rejected(rejection: Rejection): Rejected {
  return { status: "rejected", rejection };
}

export function retry(message: string): Retry {
  return { status: "retry", message };
}

const severity: Record<Status, number> = { ignored: 0, duplicate: 1, stored: 2, rejected: 3, retry: 4 };

/** A record without parts was not understood and is retried. */
export function outcomeOf(position: string, parts: readonly Fate[]): Outcome {
  let worst = parts[0];
  for (const fate of parts) if (worst === undefined || severity[fate.status] > severity[worst.status]) worst = fate;
  return { position, fate: worst ?? retry("the record came to nothing"), parts };
}

/** How many events met which fate; the sum is the number of events received. */
export function countOutcomes(outcomes: readonly Outcome[]): OutcomeCounts {
  const counts: OutcomeCounts = { stored: 0, duplicate: 0, ignored: 0, rejected: 0, retry: 0 };
  for (const { parts } of outcomes) for (const { status } of parts) counts[status]++;
  return counts;
}
