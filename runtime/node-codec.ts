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
  copy(from, start, end, to, at) {
    viewOf(from, 0, from.length).copy(to, at, start, end);
  },
  find(bytes, needle) {
    return viewOf(bytes, 0, bytes.length).indexOf(needle);
  },
  holds(bytes, start, expected) {
    const end = start + expected.length;
    return (
      end <= bytes.length && viewOf(bytes, 0, bytes.length).compare(expected, 0, expected.length, start, end) === 0
    );
  },
  gunzip(bytes, maxBytes) {
    try {
      // Loaded when the first gzip comes, if one ever does: it costs a start 3 ms.
      return process.getBuiltinModule("node:zlib").gunzipSync(bytes, { maxOutputLength: maxBytes });
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? "too-large" : "malformed";
    }
  },
};

/** The bytes as a Buffer, without a copy; adapters hand over Buffers, and most records are read whole. */
function viewOf(bytes: Uint8Array, start: number, end: number): Buffer {
  if (start === 0 && end === bytes.length && Buffer.isBuffer(bytes)) return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
}
