/** JSON text → events: one or many, each ended by a newline. Text framed in another way is left to `json-framing.ts`. */
import { spendEvent } from "./budget.ts";
import type { Context } from "./context.ts";
import { parseEvent } from "./json-event.ts";
import { decodeUnframed } from "./json-framing.ts";
import type { DecodedPart } from "./part.ts";
import { isBlank } from "./space.ts";

const NEWLINE = 0x0a;
const OPENING_BRACKET = 0x5b;

/** The events in `bytes`; throws `OverBudget`. Blank lines are no events; a broken line is rejected alone, its siblings are kept. */
export function decodeJson(bytes: Uint8Array, context: Context): readonly DecodedPart[] {
  const parts: DecodedPart[] = [];
  if (bytes[0] === OPENING_BRACKET) return decodeUnframed(bytes, 0, parts, undefined, context);
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline;
    const isWhole = start === 0 && isBlank(bytes, end, bytes.length);
    if (isWhole || !isBlank(bytes, start, end)) {
      const line = isWhole ? bytes : bytes.subarray(start, end);
      const part = { bytes: line, result: parseEvent(line, context) };
      if (!part.result.ok) return decodeUnframed(bytes, start, parts, part, context);
      spendEvent(context.budget);
      parts.push(part);
    }
    if (isWhole) break;
    start = end + 1;
  }
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? [{ bytes, result: only.result }] : parts;
}
