/** One partition's log: messages in the order they came, each with its sequence number, its offset and its time. */
import type { Message } from "rhea";

interface StoredMessage {
  readonly message: Message;
  readonly sequenceNumber: number;
  /** A text, as the service's is: it says only what comes before what. */
  readonly offset: string;
  readonly enqueuedAtMs: number;
}

export interface Partition {
  readonly id: string;
  append(message: Message, nowMs: number): StoredMessage;
  at(sequenceNumber: number): StoredMessage | undefined;
  /** Of the oldest message that is kept. */
  first(): number;
  /** Of the message that comes next. */
  next(): number;
  /** Of the first message taken after a time. */
  firstAfter(enqueuedAtMs: number): number;
}

/** What retention is on this machine: a run's reader is never that far behind. */
const KEPT_MESSAGES = 100_000;
const BYTES_PER_OFFSET = 100;

export function offsetOf(sequenceNumber: number): string {
  return String(sequenceNumber * BYTES_PER_OFFSET);
}

export function sequenceNumberAt(offset: number): number {
  return Math.floor(offset / BYTES_PER_OFFSET);
}

/** `most`: so many are kept, at least. */
export function newPartition(id: string, most = KEPT_MESSAGES): Partition {
  let log: StoredMessage[] = [];
  let first = 0;
  return {
    id,
    append(message, nowMs) {
      const sequenceNumber = first + log.length;
      const stored = { message, sequenceNumber, offset: offsetOf(sequenceNumber), enqueuedAtMs: nowMs };
      log.push(stored);
      if (log.length >= 2 * most) {
        first += log.length - most;
        log = log.slice(-most);
      }
      return stored;
    },
    at: (sequenceNumber) => log[sequenceNumber - first],
    first: () => first,
    next: () => first + log.length,
    firstAfter(enqueuedAtMs) {
      const index = log.findIndex((stored) => stored.enqueuedAtMs > enqueuedAtMs);
      return index === -1 ? first + log.length : first + index;
    },
  };
}
