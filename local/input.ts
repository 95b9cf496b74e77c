/** `--input`: a file's lines as records, each with the number of events in it. A gzip file is unpacked on the way. */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline, type Readable } from "node:stream";
import { constants, createGunzip, gunzipSync } from "node:zlib";
import { type Framing, recordsFrom } from "../cli/framing.ts";
import type { EncodedRecord } from "../cli/simulator/records.ts";
import { UserError } from "../cli/user-error.ts";
import { nodeCodec } from "../runtime/node-codec.ts";
import { DEFAULT_MAX_RECORD_BYTES, decoder } from "../shared/decode/decode.ts";

/** More does not fit into an invocation's 6 MB once it is base64. */
const MAX_INPUT_RECORD_BYTES = 4 * 1024 * 1024;
const SAMPLE_BYTES = 64 * 1024;
const GZIP_MAGIC = [0x1f, 0x8b];
const OPENING_BRACE = 0x7b;
const NEWLINE = 0x0a;
/** `}` and `{` with nothing but space between: perhaps a second event, perhaps part of a text. */
const SECOND_OBJECT = /\}\s*\{/;

export interface InputFile {
  readonly records: AsyncIterable<EncodedRecord>;
}

/** A file that cannot be read or holds nothing is a UserError. */
export async function openInput(path: string): Promise<InputFile> {
  const head = await readHead(path);
  const isGzip = GZIP_MAGIC.every((byte, index) => head[index] === byte);
  const sample = (isGzip ? unpackedHead(head) : head).toString("latin1");
  if (sample.trim() === "") throw new UserError("The --input file holds no record; give one event per line.");
  return { records: readRecords(path, isGzip, framingOf(sample)) };
}

async function readHead(path: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason =
      code === "ENOENT" ? "does not exist" : code === "EISDIR" ? "is a folder" : `cannot be read (${code})`;
    throw new UserError(`The --input file ${reason}; give a file with one event per line.`);
  }
}

function unpackedHead(head: Buffer): Buffer {
  try {
    // The end is missing, which is no error with this.
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    throw brokenGzip();
  }
}

function brokenGzip(): UserError {
  return new UserError("The --input file begins like a gzip file and cannot be unpacked; it is damaged or cut off.");
}

/** base64 when every line of the beginning is; a JSON object is never. */
function framingOf(sample: string): Framing {
  const lines = sample
    .slice(0, SAMPLE_BYTES)
    .split("\n")
    .map((line) => line.trim());
  // The last one may be cut off.
  const whole = lines.slice(0, Math.max(1, lines.length - 1)).filter((line) => line !== "");
  return whole.every((line) => line.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(line)) ? "base64-lines" : "lines";
}

function openBytes(path: string, isGzip: boolean): Readable {
  const bytes = createReadStream(path);
  // Whoever reads what comes out sees the error.
  return isGzip ? pipeline(bytes, createGunzip(), () => {}) : bytes;
}

async function* readRecords(path: string, isGzip: boolean, framing: Framing): AsyncGenerator<EncodedRecord> {
  const decode = decoder({ codec: nodeCodec, encoding: "auto", maxRecordBytes: DEFAULT_MAX_RECORD_BYTES });
  let line = 0;
  try {
    for await (const bytes of recordsFrom(openBytes(path, isGzip), framing)) {
      line++;
      if (bytes.length > MAX_INPUT_RECORD_BYTES)
        throw new UserError(
          `Record ${line} of the --input file has more than 4 MiB, which no invocation takes; remove it.`,
        );
      yield { bytes, events: isOneObject(bytes) ? 1 : Math.max(1, decode(bytes).length) };
    }
  } catch (error) {
    if (isGzip && String((error as NodeJS.ErrnoException).code).startsWith("Z_")) throw brokenGzip();
    throw error;
  }
}

/** What most lines are, seen without decoding them. */
function isOneObject(bytes: Uint8Array): boolean {
  if (bytes[0] !== OPENING_BRACE || bytes.includes(NEWLINE)) return false;
  return !SECOND_OBJECT.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1"));
}
