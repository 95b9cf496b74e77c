/**
 * A file's lines, or standard input's, as records; gzip is unpacked on the way, and how records are put in lines is seen
 * from the beginning. A pipe is read once and in its order: nothing is looked at twice.
 */
import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { constants, createGunzip, gunzipSync } from "node:zlib";
import { type Framing, recordsFrom } from "./framing.ts";
import { UserError } from "./user-error.ts";

const SAMPLE_BYTES = 64 * 1024;
const GZIP_MAGIC = [0x1f, 0x8b];

/**
 * `what` begins the sentences: `The --input file`. A file that cannot be read or holds nothing is a UserError, when it is
 * opened or where it breaks. Without a `framing` it is told from the file.
 */
export function openRecordFile(path: string, what: string, framing?: Framing): Promise<AsyncIterable<Uint8Array>> {
  return openRecords(createReadStream(path), what, framing);
}

/** Waits for a first line, and for no more of what comes slowly. */
export async function openRecords(
  input: Readable,
  what: string,
  framing?: Framing,
): Promise<AsyncIterable<Uint8Array>> {
  const chunks: AsyncIterator<Buffer> = input[Symbol.asyncIterator]();
  const head = await readHead(chunks, what);
  const sample = sampleOf(head, what);
  if (sample.trim() === "") throw new UserError(`${what} holds no record; give one event per line.`);
  return readRecords(headFirst(head, chunks), what, isGzip(head), framing ?? framingOf(sample));
}

async function* readRecords(
  bytes: AsyncIterable<Buffer>,
  what: string,
  isPacked: boolean,
  framing: Framing,
): AsyncGenerator<Uint8Array> {
  try {
    // Whoever reads what comes out sees the error.
    yield* recordsFrom(isPacked ? pipeline(Readable.from(bytes), createGunzip(), () => {}) : bytes, framing);
  } catch (error) {
    if (isPacked && String((error as NodeJS.ErrnoException).code).startsWith("Z_")) throw brokenGzip(what);
    throw error;
  }
}

async function readHead(chunks: AsyncIterator<Buffer>, what: string): Promise<Buffer> {
  try {
    let head = Buffer.alloc(0);
    for (;;) {
      const next = await chunks.next();
      if (next.done) return head;
      head = Buffer.concat([head, next.value]);
      if (head.length >= SAMPLE_BYTES || (!isGzip(head) && hasLine(head))) return head;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason =
      code === "ENOENT" ? "does not exist" : code === "EISDIR" ? "is a folder" : `cannot be read (${code})`;
    throw new UserError(`${what} ${reason}; give a file with one event per line.`);
  }
}

async function* headFirst(head: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield head;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  } finally {
    await chunks.return?.();
  }
}

function isGzip(head: Buffer): boolean {
  return GZIP_MAGIC.every((byte, index) => head[index] === byte);
}

function hasLine(head: Buffer): boolean {
  return /\S\s*\n/.test(head.toString("latin1"));
}

function sampleOf(head: Buffer, what: string): string {
  if (!isGzip(head)) return head.toString("latin1");
  try {
    // The end is missing, which is no error with this.
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }).toString("latin1");
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
