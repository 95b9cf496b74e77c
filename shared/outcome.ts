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
  | "write-refused";

export type RejectionStage = "decode" | "validate" | "normalise" | "write";

/** A permanent failure. `message` names field and class of value, never the value itself. */
export interface Rejection {
  readonly stage: RejectionStage;
  readonly code: RejectionCode;
  readonly message: string;
}

export type Fate =
  | { readonly status: "stored" | "duplicate" }
  | { readonly status: "ignored"; readonly reason: string }
  | { readonly status: "rejected"; readonly rejection: Rejection }
  | { readonly status: "retry"; readonly message: string };

export type Status = Fate["status"];

/** One event of a record (or the undecodable whole of it): its fate, and its row where it came as far as one. */
export interface Part {
  readonly fate: Fate;
  readonly row: Row | undefined;
}

/**
 * One per record, in order. A record that carries several events has the worst fate of its parts
 * (retry over rejected over stored over duplicate over ignored).
 */
export type Outcome = Fate & { readonly position: string; readonly parts: readonly Part[] };

export type OutcomeCounts = Record<Status, number>;

const severity: Record<Status, number> = { ignored: 0, duplicate: 1, stored: 2, rejected: 3, retry: 4 };

/** The worst of the parts' fates; a record without parts was not understood and is retried. */
export function worstFate(parts: readonly Part[]): Fate {
  let worst: Fate | undefined;
  for (const { fate } of parts) if (worst === undefined || severity[fate.status] > severity[worst.status]) worst = fate;
  return worst ?? { status: "retry", message: "the record came to nothing" };
}

/** How many events met which fate; the sum is the number of events received. */
export function countOutcomes(outcomes: readonly Outcome[]): OutcomeCounts {
  const counts: OutcomeCounts = { stored: 0, duplicate: 0, ignored: 0, rejected: 0, retry: 0 };
  for (const outcome of outcomes) for (const part of outcome.parts) counts[part.fate.status]++;
  return counts;
}
