/**
 * Events framed in another way than one per line: printed over several lines, one behind the other, separated by commas,
 * or as the elements of a list. Each value is found by its brackets and parsed alone, so that each keeps its own bytes.
 */
import { MAX_EVENTS, spendEvent, tooManyEvents } from "./budget.ts";
import type { Context } from "./context.ts";
import { malformed, parseEvent } from "./json-event.ts";
import { closing, newline, skip } from "./json-scan.ts";
import { type DecodedPart, tooLarge, undecodable } from "./part.ts";
import { isBlank } from "./space.ts";

const OPENING_BRACE = 0x7b;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const COMMA = 0x2c;

type Span = readonly [start: number, end: number];

/**
 * The events from `from` on, after the `parts` before it. `failed` is the line there, if it was parsed: it is not parsed
 * again. A line in which no value begins or ends is rejected alone. Throws `OverBudget`.
 */
export function decodeUnframed(
  bytes: Uint8Array,
  from: number,
  parts: DecodedPart[],
  failed: DecodedPart | undefined,
  context: Context,
): readonly DecodedPart[] {
  const push = (part: DecodedPart) => {
    spendEvent(context.budget);
    parts.push(part);
  };
  // Up to here brackets were followed without coming to an end; a line is not followed past its own end again.
  let followedTo = 0;
  let at = from === 0 ? afterByteOrderMark(bytes) : from;
  while (at < bytes.length) {
    const endOfLine = newline(bytes, at);
    const spans: Span[] = [];
    const stop = isBlank(bytes, at, endOfLine)
      ? endOfLine
      : valuesFrom(bytes, at, at < followedTo ? endOfLine : bytes.length, spans);
    if (stop >= 0) {
      for (const [start, end] of spans) push(valuePart(bytes.subarray(start, end), failed, context));
      at = stop + 1;
    } else {
      followedTo = Math.max(followedTo, ~stop);
      push(brokenLine(bytes.subarray(at, endOfLine), failed, context));
      at = endOfLine + 1;
    }
  }
  if (parts.length > 1 && parts[0]?.result.ok === false && parts.at(-1)?.result.ok === false) {
    // Perhaps one event, printed without indents.
    const result = parseEvent(bytes, context);
    if (result.ok) return [{ bytes, result }];
  }
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return [{ bytes, result: only.result }];
  context.options.observe?.("unframed");
  return parts;
}

function valuePart(bytes: Uint8Array, failed: DecodedPart | undefined, context: Context): DecodedPart {
  return { bytes, result: isLineOf(failed, bytes) ? failed.result : parseEvent(bytes, context) };
}

/** Its brackets do not close, so it need not be parsed to know that it does not. */
function brokenLine(bytes: Uint8Array, failed: DecodedPart | undefined, context: Context): DecodedPart {
  const { codec, maxRecordBytes } = context.options;
  if (isLineOf(failed, bytes)) return { bytes, result: failed.result };
  if (bytes.length > maxRecordBytes) return { bytes, result: tooLarge(bytes, maxRecordBytes) };
  if (codec.utf8(bytes, 0, bytes.length) === undefined) {
    return { bytes, result: undecodable("invalid-utf8", "the JSON text is not valid UTF-8") };
  }
  const first = bytes[skip(bytes, 0, bytes.length)];
  const mayClose = first !== OPENING_BRACE && first !== OPENING_BRACKET;
  return { bytes, result: mayClose ? parseEvent(bytes, context) : malformed(bytes) };
}

/** Whether `bytes` are the line that was parsed before, with or without the white space around it. */
function isLineOf(failed: DecodedPart | undefined, bytes: Uint8Array): failed is DecodedPart {
  if (failed === undefined || bytes.length > failed.bytes.length) return false;
  const lead = bytes.byteOffset - failed.bytes.byteOffset;
  return (
    lead >= 0 &&
    lead + bytes.length <= failed.bytes.length &&
    isBlank(failed.bytes, 0, lead) &&
    isBlank(failed.bytes, lead + bytes.length, failed.bytes.length)
  );
}

/**
 * The values from `at` on, as far as the line goes in which the last one ends: collected in `spans`. Answers where that
 * line ends, or `~position` where something else than a whole value stands.
 */
function valuesFrom(bytes: Uint8Array, at: number, end: number, spans: Span[]): number {
  let next = at;
  for (;;) {
    next = skip(bytes, next, end, COMMA);
    if (next >= end || bytes[next] === 0x0a) return next;
    const stop =
      bytes[next] === OPENING_BRACE
        ? closing(bytes, next, end)
        : bytes[next] === OPENING_BRACKET
          ? elementsFrom(bytes, next, end, spans)
          : ~next;
    if (stop < 0) return stop;
    if (bytes[next] === OPENING_BRACE) add(spans, next, stop);
    next = stop;
  }
}

/** The elements of a list of objects; a list of anything else is one value, and no event. Answers where it ends, or `~position`. */
function elementsFrom(bytes: Uint8Array, at: number, end: number, spans: Span[]): number {
  const before = spans.length;
  let next = at + 1;
  for (;;) {
    next = skip(bytes, next, end, COMMA, 0x0a);
    if (bytes[next] === CLOSING_BRACKET && spans.length > before) return next + 1;
    if (bytes[next] !== OPENING_BRACE) break;
    const stop = closing(bytes, next, end);
    if (stop < 0) return stop;
    add(spans, next, stop);
    next = stop;
  }
  spans.length = before;
  const stop = closing(bytes, at, end);
  if (stop >= 0) add(spans, at, stop);
  return stop;
}

function add(spans: Span[], start: number, end: number): void {
  if (spans.length === MAX_EVENTS) throw tooManyEvents();
  spans.push([start, end]);
}

function afterByteOrderMark(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}
