/** What the core needs from outside, in the core's words. Adapters implement these; nothing else reaches in. */
import type { Rejected, RejectionCode, RejectionStage, Retry } from "./outcome.ts";
import type { Row } from "./row.ts";
import type { StateKey } from "./state/keys.ts";
import type { PlaceFacts } from "./state/place-facts.ts";
import type { StateItem } from "./state/state-item.ts";

/** The time an invocation has left. */
export interface Deadline {
  /** Asked before each unit of work: what is not begun by then is `retry`, never a time-out. */
  expired(): boolean;
  /** Milliseconds until then, for bounding a call under way; at most 0 when expired. */
  remainingMs(): number;
}

/** A row that was not stored. `index` is its place in the rows given to `write`. */
export interface FailedWrite {
  readonly index: number;
  readonly fate: Rejected | Retry;
}

/**
 * A place rows are stored. Idempotent by the event's identity: the same rows written twice leave the same content.
 * Answers `[]` when every row is stored; a thrown error means none is known to be (all are retried).
 */
export interface EventSink {
  write(rows: readonly Row[], deadline: Deadline): Promise<readonly FailedWrite[]>;
}

/** Where the facts of places are kept, under their reference. Idempotent: the same facts are the same item. */
export interface PlaceTable {
  /** As `EventSink.write`; `index` is that of the facts. */
  write(places: readonly PlaceFacts[], deadline: Deadline): Promise<readonly FailedWrite[]>;
}

/** What a store's error says of the write: for ever, for a moment, or nothing that is known. */
export type WriteError = "refused" | "passing" | "other";

/** A state item as it stands in the table; `token` is what must be unchanged for the next write (a version, an ETag ...). */
interface StoredState<Token> {
  readonly item: StateItem;
  readonly token: Token;
}

/**
 * Where state is kept, one item per key. The policy is the core's (`state/write-state.ts`); a store only knows how to
 * read, how to write on one of two conditions, and what its errors mean. All methods reject with the store's own error.
 */
export interface StateTable<Token> {
  /** Must see every write that was acknowledged. */
  read(key: StateKey, deadline: Deadline): Promise<StoredState<Token> | undefined>;
  /** Where the table has the same version or a newer one, that is success, too. */
  putIfNewer(item: StateItem, deadline: Deadline): Promise<void>;
  /** `token` is that of the item read, `undefined` where there was none. Answers false when somebody else wrote in between. */
  putIfUnchanged(item: StateItem, token: Token | undefined, deadline: Deadline): Promise<boolean>;
  classify(error: unknown): WriteError;
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
  /** Whose the event is and what it is; absent where it could not be read. */
  readonly tenant?: string;
  readonly eventType?: string;
}

/** Where a batch came from: its dead letters tell it, and the files of the lake are named after it. */
export interface BatchSource {
  /** `<stream>/<shard>`, or what stands for it. */
  readonly name: string;
  /** Positions of the batch's first and last record. */
  readonly range: readonly [string, string];
}

/**
 * At least once: letters that are put again are one, a letter that is put with others is kept beside what was; readers
 * tell them apart by position and part. Throws when it cannot keep the letters: their records are then retried.
 */
export interface DeadLetter {
  put(letters: readonly Letter[], source: BatchSource, deadline: Deadline): Promise<void>;
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
