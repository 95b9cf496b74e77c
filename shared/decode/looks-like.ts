/** What bytes that cannot be decoded look like: for the message of a rejection, so that whoever reads it knows where to look. */

const beginnings: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x1f, 0x8b], "gzip within gzip"],
  [[0xf3, 0x89, 0x9a, 0xc2], "a KPL aggregate within another"],
  [[0x28, 0xb5, 0x2f, 0xfd], "Zstandard"],
  [[0x42, 0x5a, 0x68], "bzip2"],
  [[0x04, 0x22, 0x4d, 0x18], "LZ4"],
  [[0x78, 0x9c], "zlib without gzip's header"],
  [[0x50, 0x4b, 0x03, 0x04], "a ZIP file"],
  [[0x50, 0x41, 0x52, 0x31], "Parquet"],
  [[0x4f, 0x62, 0x6a, 0x01], "Avro"],
  [[0xff, 0xfe], "UTF-16"],
  [[0xfe, 0xff], "UTF-16"],
  [[0x7b, 0x00], "UTF-16"],
  [[0x00, 0x7b], "UTF-16"],
  [[0x00], "a frame with a length or a schema id of four bytes before it"],
  [[0x3c], "XML or HTML"],
  [[0x22], "JSON text, but a string"],
];

/** As a clause to end a message with; empty when they look like nothing known. */
export function looksLike(bytes: Uint8Array): string {
  const what =
    beginnings.find(([beginning]) => beginning.every((byte, index) => bytes[index] === byte))?.[1] ??
    (isBase64(bytes) ? "base64" : undefined);
  return what === undefined ? "" : `; they look like ${what}`;
}

const ENOUGH = 64;

function isBase64(bytes: Uint8Array): boolean {
  if (bytes.length < ENOUGH) return false;
  return bytes.subarray(0, ENOUGH).every((byte) => /[A-Za-z0-9+/]/.test(String.fromCharCode(byte)));
}
