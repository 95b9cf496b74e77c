/** A place of objects that keep letters, whatever an object looks like; and dead letters as every cloud keeps them. */
import { gunzipSync } from "node:zlib";
import type { LetterLine } from "../../shared/letter-line.ts";
import type { GivenUp, GivenUpPlace } from "./given-up.ts";
import type { KeptObject } from "./objects.ts";
import { readPayload } from "./read-payload.ts";

/** A letter, as an object tells it. */
export type Found = Omit<GivenUp, "place" | "channel" | "object" | "index">;

/** How a place's objects are read. What is not as it must be makes either throw. */
export interface Reading<Entry> {
  entries(bytes: Buffer): Iterable<Entry>;
  letterOf(entry: Entry): Found;
}

/** An entry that is no letter keeps nobody from the others: it is one that cannot be put again. */
export function place<Entry>(
  common: Omit<GivenUpPlace, "letters">,
  { entries, letterOf }: Reading<Entry>,
): GivenUpPlace {
  const { name, channel } = common;
  return {
    ...common,
    *letters(object, bytes) {
      const noLetter = noLetterOf(object);
      const of = { place: name, channel, object: object.name };
      let index = 0;
      try {
        for (const entry of entries(bytes))
          yield { ...letterOr(noLetter, () => letterOf(entry)), ...of, index: index++ };
      } catch (error) {
        if (!isUnreadable(error)) throw error;
        yield { ...noLetter, ...of, index };
      }
    },
  };
}

function letterOr(noLetter: Found, read: () => Found): Found {
  try {
    const letter = read();
    return isWhole(letter) ? letter : noLetter;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return noLetter;
  }
}

/** Without its time it would be in no span, and without its position a repeat of any other. */
function isWhole({ position, code, receivedAtMs }: Found): boolean {
  return typeof position === "string" && typeof code === "string" && Number.isFinite(receivedAtMs);
}

/** Of JSON, of what it holds, and of gzip. */
function isUnreadable(error: unknown): boolean {
  if (error instanceof SyntaxError || error instanceof TypeError) return true;
  return String((error as { readonly code?: unknown }).code).startsWith("Z_");
}

function noLetterOf({ keptAtMs }: KeptObject): Found {
  return {
    code: "not-a-letter",
    stage: "read",
    message: "it is not as letters are written: somebody else's object, or one that was cut off",
    position: "",
    payload: new Uint8Array(),
    source: "",
    receivedAtMs: keptAtMs,
    unfit: "not as letters are written",
  };
}

/** Of `letterLine`, one a line. */
export const deadLetters: Reading<string> = {
  entries: linesOf,
  letterOf(text) {
    const { payload: base64, receivedAt, pipeline: _pipeline, ...line } = JSON.parse(text) as LetterLine;
    const payload = Buffer.from(base64, "base64");
    // Letters of versions before 0.2 say neither tenant nor type.
    const told = line.tenant === undefined && line.eventType === undefined ? readPayload(payload).told : {};
    return { ...told, ...line, payload, receivedAtMs: Date.parse(receivedAt) };
  },
};

const NEWLINE = 0x0a;
const GZIP_MAGIC = [0x1f, 0x8b];

/** Of the bytes and not of one string: a file can be longer than the longest string. */
export function* linesOf(object: Buffer): Generator<string> {
  const bytes = GZIP_MAGIC.every((byte, at) => object[at] === byte) ? gunzipSync(object) : object;
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline;
    if (end > start) yield bytes.toString("utf8", start, end);
    start = end + 1;
  }
}
