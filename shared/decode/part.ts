/** One event of a record: its own bytes, for the dead letter, and what they decode to. */
import type { JsonObject } from "../event/event-record.ts";
import type { Rejection, RejectionCode, Result } from "../outcome.ts";

export interface DecodedPart {
  readonly bytes: Uint8Array;
  readonly result: Result<JsonObject, Rejection>;
}

/** `message` says what was found and what would be accepted, never a value. */
export function undecodable(code: RejectionCode, message: string): { readonly ok: false; readonly error: Rejection } {
  return { ok: false, error: { stage: "decode", code, message } };
}

/** Checked before anything is parsed: what expands to one giant event must not be. */
export function tooLarge(bytes: Uint8Array, maxBytes: number): ReturnType<typeof undecodable> {
  return undecodable("record-too-large", `the event has ${bytes.length} bytes, more than the ${maxBytes} accepted`);
}
