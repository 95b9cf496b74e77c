/** Standard input → records: each line a record's text, or a record's bytes in base64 (the only way to put protobuf in lines). */
import { buffer } from "node:stream/consumers";
import { UserError } from "./user-error.ts";

export const framings = ["lines", "base64-lines"] as const;
export type Framing = (typeof framings)[number];
/** `whole`: all of it is one record, as a letter's raw bytes or an event printed over several lines. */
export type StdinFraming = Framing | "whole";

/** The alphabet of base64, padded or not. */
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Of standard input; throws a UserError where it cannot be read. */
export async function* recordsFromStdin(framing: StdinFraming): AsyncGenerator<Uint8Array> {
  try {
    if (framing === "whole") {
      const record = await buffer(process.stdin);
      if (record.length > 0) yield record;
    } else yield* recordsFrom(process.stdin, framing);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UserError(`Standard input cannot be read (${code}): give it a file or a pipe of events`);
  }
}

/** Throws what the stream throws. A line that is not base64 is passed on as it is: it is for the decoder to refuse, with its bytes. */
export async function* recordsFrom(input: AsyncIterable<Uint8Array>, framing: Framing): AsyncGenerator<Uint8Array> {
  for await (const line of linesOf(input)) {
    const text = line.toString("latin1").trim();
    if (text === "") continue;
    yield framing === "base64-lines" && BASE64.test(text) ? Buffer.from(text, "base64") : line;
  }
}

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** By newlines alone, and as bytes: what is not UTF-8 must reach the decoder unchanged. */
async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of input) {
    let bytes = Buffer.concat([rest, chunk]);
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE)) {
      yield bytes.subarray(0, bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end);
      bytes = bytes.subarray(end + 1);
    }
    rest = bytes;
  }
  if (rest.length > 0) yield rest;
}
