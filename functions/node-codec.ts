/** Node's side of what the core needs: text, base64 and gzip, over native code. */
import { isUtf8 } from "node:buffer";
import type { Codec } from "../shared/ports.ts";

export const nodeCodec: Codec = {
  utf8(bytes, start, end) {
    const slice = bufferOf(bytes, start, end);
    return isUtf8(slice) ? slice.toString("utf8") : undefined;
  },
  latin1(bytes, start, end) {
    return bufferOf(bytes, start, end).toString("latin1");
  },
  base64(bytes) {
    return bufferOf(bytes, 0, bytes.length).toString("base64");
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

/** A view, not a copy. */
function bufferOf(bytes: Uint8Array, start: number, end: number): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
}
