/** What an event cannot be without: recordUid, recordTimestamp, eventType. Everything else is optional. */
import { eventTypeName } from "../contract/contract.ts";
import type { Rejection, RejectionCode, Result } from "../outcome.ts";
import type { JsonObject } from "./event-record.ts";
import { number, TIME_LIMIT_MS } from "./values.ts";

export interface Envelope {
  readonly recordUid: string;
  /** Epoch milliseconds, at most 13 digits. */
  readonly occurredAtMs: number;
  readonly eventType: string;
}

/** It ends the history table's sort key, which may have 1,024 bytes; a character has at most 3 (a surrogate pair 4). */
const MAX_RECORD_UID_LENGTH = 300;
const MAX_EVENT_TYPE_LENGTH = 100;

export function validate(event: JsonObject): Result<Envelope, Rejection> {
  const { recordUid, recordTimestamp } = event;
  const eventType = typeof event.eventType === "number" ? eventTypeName(event.eventType) : event.eventType;
  if (isAbsent(recordUid)) return refuse("missing-record-uid", "recordUid is missing or empty");
  if (typeof recordUid !== "string")
    return refuse("invalid-record-uid", `recordUid is ${kindOf(recordUid, "an integer")}, not a string`);
  if (recordUid.length > MAX_RECORD_UID_LENGTH) {
    return refuse(
      "invalid-record-uid",
      `recordUid has ${recordUid.length} characters, more than ${MAX_RECORD_UID_LENGTH}`,
    );
  }
  // Half a surrogate pair cannot be a key: stores replace it, and two uids could become one.
  if (!recordUid.isWellFormed()) return refuse("invalid-record-uid", "recordUid is not well-formed Unicode");
  if (isAbsent(recordTimestamp)) return refuse("missing-record-timestamp", "recordTimestamp is missing");
  const occurredAtMs = number(recordTimestamp);
  if (
    occurredAtMs === undefined ||
    !Number.isInteger(occurredAtMs) ||
    occurredAtMs <= 0 ||
    occurredAtMs >= TIME_LIMIT_MS
  ) {
    return refuse(
      "invalid-record-timestamp",
      `recordTimestamp is ${kindOf(recordTimestamp)}, not epoch milliseconds before the year 2286`,
    );
  }
  if (isAbsent(eventType)) return refuse("missing-event-type", "eventType is missing or empty");
  if (typeof eventType !== "string")
    return refuse("invalid-event-type", `eventType is ${kindOf(eventType, "an integer")}, not a string`);
  if (eventType.length > MAX_EVENT_TYPE_LENGTH) {
    return refuse(
      "invalid-event-type",
      `eventType has ${eventType.length} characters, more than ${MAX_EVENT_TYPE_LENGTH}`,
    );
  }
  // Read as no tenant, it would share the keys of every other event without one.
  if (isNoText(event.spacesTenantId))
    return refuse("invalid-identity", `spacesTenantId is ${kindOf(event.spacesTenantId)}, not a string`);
  return { ok: true, value: { recordUid, occurredAtMs, eventType } };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}

function isNoText(value: unknown): boolean {
  if (value === undefined || value === null || typeof value === "string") return false;
  return !Number.isSafeInteger(value);
}

/** The class of a value for a message; never the value. `integer` is what a whole number is called. */
function kindOf(value: unknown, integer = "an integer out of range"): string {
  if (Array.isArray(value)) return "an array";
  if (value !== null && typeof value === "object") return "an object";
  if (typeof value === "number") return Number.isInteger(value) ? integer : "a fraction";
  return typeof value === "string" ? "text" : `a ${typeof value}`;
}

function refuse(code: RejectionCode, message: string): Result<Envelope, Rejection> {
  return { ok: false, error: { stage: "validate", code, message } };
}
