/** What the core needs from outside, in the core's words. Adapters implement these; nothing else reaches in. */
import type { Rejection, RejectionCode, RejectionStage } from "./outcome.ts";
import type { Row } from "./row.ts";

/** The time an invocation has left. */
export interface Deadline {
  /** Asked before each unit of work: what is not begun by then is `retry`, never a time-out. */
  expired(): boolean;
  /** Milliseconds until then, for bounding a call under way; at most 0 when expired. */
  remainingMs(): number;
}

/** Why one row was not stored. `index` is its place in the rows given to `write`. */
export type WriteFailure =
  | { readonly index: number; readonly retry: string }
  | { readonly index: number; readonly rejection: Rejection };

/**
 * A place rows are stored. Idempotent by record_uid: the same rows written twice leave the same content.
 * Answers `[]` when every row is stored; a thrown error means none is known to be (all are retried).
 */
export interface EventSink {
  write(rows: readonly Row[], deadline: Deadline): Promise<readonly WriteFailure[]>;
}

/** A record (or the one event of a record) that cannot be used, with its raw bytes and the reason. */
export interface Letter {
  readonly position: string;
  /** Which event of the record, counted from 0; absent when the whole record is the letter. */
  readonly part?: number;
  readonly payload: Uint8Array;
  readonly stage: RejectionStage;
  readonly code: RejectionCode;
  readonly message: string;
  readonly receivedAtMs: number;
}

/**
 * At least once: a batch that is cut differently when it is delivered again may keep a letter twice; readers tell them
 * apart by position and part. Throws when it cannot keep the letters: their records are then retried.
 */
export interface DeadLetter {
  put(letters: readonly Letter[], deadline: Deadline): Promise<void>;
}

/** What a runtime has and the language has not. Node's implementation is a few lines over node:buffer and node:zlib. */
export interface Codec {
  /** The text of `bytes[start, end)`, or `undefined` when it is not valid UTF-8. */
  utf8(bytes: Uint8Array, start: number, end: number): string | undefined;
  /** One character per byte, always succeeds. */
  latin1(bytes: Uint8Array, start: number, end: number): string;
  base64(bytes: Uint8Array): string;
  /**
   * The expanded bytes; `"too-large"` past `maxBytes`, `"malformed"` when it is not gzip or when other bytes than zeros
   * (padding) follow it.
   */
  gunzip(bytes: Uint8Array, maxBytes: number): Uint8Array | "too-large" | "malformed";
}

/** A keyed, deterministic stand-in for a personal value; carries the key's id. Same value and key, same pseudonym. */
export type Pseudonymise = (value: string) => string;
