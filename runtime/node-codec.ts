/** Node's side of what the core needs: text, base64 and gzip, over native code. */
import { isUtf8 } from "node:buffer";
import type { Codec } from "../shared/ports.ts";

export const nodeCodec: Codec = {
  utf8(bytes, start, end) {
    const slice = viewOf(bytes, start, end);
    return isUtf8(slice) ? slice.toString("utf8") : undefined;
  },
  latin1(bytes, start, end) {
    return viewOf(bytes, start, end).toString("latin1");
  },
  base64(bytes) {
    return viewOf(bytes, 0, bytes.length).toString("base64");
  },
  gunzip(bytes, maxBytes) {
    // Loaded when the first gzip comes, if one ever does: it costs a start 3 ms.
    const { gunzipSync } = process.getBuiltinModule("node:zlib");
    const options = { maxOutputLength: maxBytes, chunkSize: chunkSizeFor(bytes), info: true } as const;
    try {
      const { buffer, engine } = gunzipSync(bytes, options) as unknown as GunzipInfo;
      // zlib stops at a zero after a stream, whatever follows it.
      return bytes.subarray(engine.bytesWritten).some((byte) => byte !== 0) ? "malformed" : buffer;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? "too-large" : "malformed";
    }
  },
};

/** What `info: true` answers, which Node's types leave out: https://nodejs.org/api/zlib.html#class-options */
interface GunzipInfo {
  readonly buffer: Buffer;
  /** `bytesWritten` is what was read of the input. */
  readonly engine: { readonly bytesWritten: number };
}

const MIN_CHUNK_BYTES = 1_024;
const MAX_CHUNK_BYTES = 262_144;

/** Node allocates its output in chunks, the first at once: one for 16 KiB takes twice the time of the rest for a small gzip. */
function chunkSizeFor(bytes: Uint8Array): number {
  return Math.min(MAX_CHUNK_BYTES, Math.max(MIN_CHUNK_BYTES, 8 * bytes.length));
}

/** The bytes as a Buffer, without a copy; adapters hand over Buffers, and most records are read whole. */
function viewOf(bytes: Uint8Array, start: number, end: number): Buffer {
  if (start === 0 && end === bytes.length && Buffer.isBuffer(bytes)) return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
}
