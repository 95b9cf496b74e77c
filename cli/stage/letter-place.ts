/** A place of objects that keep letters, whatever an object looks like; and dead letters as every cloud keeps them. */
import { gunzipSync } from "node:zlib";
import type { LetterLine } from "../../shared/letter-line.ts";
import { UserError } from "../user-error.ts";
import type { GivenUp, GivenUpPlace } from "./given-up.ts";
import { readPayload } from "./read-payload.ts";

/** A letter, as an object tells it. */
export type Found = Omit<GivenUp, "place" | "channel" | "object" | "index">;
type Read = (bytes: Buffer) => Iterable<Found>;

export function place(common: Omit<GivenUpPlace, "letters">, read: Read): GivenUpPlace {
  return {
    ...common,
    *letters(object, bytes) {
      let index = 0;
      try {
        for (const letter of read(bytes))
          yield { ...letter, place: common.name, channel: common.channel, object: object.name, index: index++ };
      } catch (error) {
        if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
        throw new UserError(
          `The object ${object.name} is not as ${common.name} are written, from its entry ${index} on; move it away, or give another --place.`,
        );
      }
    },
  };
}

/** Of `letterLine`, one a line. */
export function* deadLetters(bytes: Buffer): Generator<Found> {
  for (const text of linesOf(bytes)) {
    const { payload: base64, receivedAt, pipeline: _pipeline, ...line } = JSON.parse(text) as LetterLine;
    const payload = Buffer.from(base64, "base64");
    // Letters of versions before 0.2 say neither tenant nor type.
    const told = line.tenant === undefined && line.eventType === undefined ? readPayload(payload).told : {};
    yield { ...told, ...line, payload, receivedAtMs: Date.parse(receivedAt) };
  }
}

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
