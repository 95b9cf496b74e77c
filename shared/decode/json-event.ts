/** The text of one event → the event. */
import { isObject } from "../event/event-record.ts";
import type { Context } from "./context.ts";
import { learnTree, putTreeBack, withoutKnownTree } from "./json-location-memo.ts";
import { MAX_DEPTH, nestsTooDeep } from "./nesting.ts";
import { type DecodedPart, tooLarge, undecodable } from "./part.ts";
import { isSpace } from "./space.ts";

const CLOSING_BRACE = 0x7d;
const BYTE_ORDER_MARK = 0xfeff;

type Parsed = DecodedPart["result"];

/** A rejection when it is no JSON object, or larger or deeper than is accepted. */
export function parseEvent(bytes: Uint8Array, { options, memos }: Context): Parsed {
  if (bytes.length > options.maxRecordBytes) return tooLarge(bytes, options.maxRecordBytes);
  const text = options.codec.utf8(bytes, 0, bytes.length);
  if (text === undefined) return undecodable("invalid-utf8", "the JSON text is not valid UTF-8");
  const known = withoutKnownTree(text, memos.json);
  if (known !== undefined) {
    const parsed = parseText(known.rest, bytes);
    const event = parsed.ok ? putTreeBack(parsed.value, known.location) : undefined;
    if (event !== undefined) return { ok: true, value: event };
  }
  const parsed = parseText(text, bytes);
  if (parsed.ok) learnTree(text, parsed.value, memos.json);
  return parsed;
}

function parseText(text: string, bytes: Uint8Array): Parsed {
  if (nestsTooDeep(text)) return undecodable("nested-too-deep", `the JSON nests deeper than ${MAX_DEPTH} levels`);
  let value: unknown;
  try {
    value = JSON.parse(text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text);
  } catch {
    return malformed(bytes);
  }
  if (isObject(value)) return { ok: true, value };
  return undecodable("not-an-object", "the JSON is not an object; an event is one object");
}

/** V8's own message quotes the text, so it is not passed on. */
export function malformed(bytes: Uint8Array): Parsed {
  let last = bytes.length - 1;
  while (last >= 0 && isSpace(bytes[last] as number)) last--;
  return undecodable(
    "malformed-json",
    bytes[last] === CLOSING_BRACE
      ? "the text does not parse as JSON"
      : "the JSON does not end with a closing brace: it was cut short, or more follows it",
  );
}
