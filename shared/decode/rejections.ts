import type { Rejection, RejectionCode } from "../outcome.ts";

/** A decode rejection; `message` says what was found and what would be accepted, never a value. */
export function undecodable(code: RejectionCode, message: string): Rejection {
  return { stage: "decode", code, message };
}
