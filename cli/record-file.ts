/** A file's lines as records; a gzip file is unpacked on the way, and how records are put in lines is seen from its beginning. */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline, type Readable } from "node:stream";
import { constants, createGunzip, gunzipSync } from "node:zlib";
import { type Framing, recordsFrom } from "./framing.ts";
import { UserError } from "./user-error.ts";

const SAMPLE_BYTES = 64 * 1024;
const GZIP_MAGIC = [0x1f, 0x8b];

/**
 * `what` begins the sentences: `The --input file`. A file that cannot be read or holds nothing is a UserError, when it is
 * opened or where it breaks. Without a `framing` it is told from the file.
 */
export async function openRecordFile(
  path: string,
  what: string,
  framing?: Framing,
): Promise<AsyncIterable<Uint8Array>> {
  const head = await readHead(path, what);
  const isGzip = GZIP_MAGIC.every((byte, index) => head[index] === byte);
  const sample = (isGzip ? unpackedHead(head, what) : head).toString("latin1");
  if (sample.trim() === "") throw new UserError(`${what} holds no record; give one event per line.`);
  return readRecords(path, what, isGzip, framing ?? framingOf(sample));
}

async function* readRecords(path: string, what: string, isGzip: boolean, framing: Framing): AsyncGenerator<Uint8Array> {
  try {
    yield* recordsFrom(openBytes(path, isGzip), framing);
  } catch (error) {
    if (isGzip && String((error as NodeJS.ErrnoException).code).startsWith("Z_")) throw brokenGzip(what);
    throw error;
  }
}

async function readHead(path: string, what: string): Promise<Buffer> {
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
    throw new UserError(`${what} ${reason}; give a file with one event per line.`);
  }
}

function unpackedHead(head: Buffer, what: string): Buffer {
  try {
    // The end is missing, which is no error with this.
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    throw brokenGzip(what);
  }
}

function brokenGzip(what: string): UserError {
  return new UserError(`${what} begins like a gzip file and cannot be unpacked; it is damaged or cut off.`);
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
