/** Bytes that are no text, as `hexdump -C` shows them. */
const ACROSS = 16;
/** More nobody reads; all of it is copied. */
const MOST_BYTES = 8_192;

export function hexText(bytes: Uint8Array): string {
  const lines: string[] = [];
  const shown = bytes.subarray(0, MOST_BYTES);
  for (let at = 0; at < shown.length; at += ACROSS) {
    const part = [...shown.subarray(at, at + ACROSS)];
    const digits = part.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const signs = part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
    lines.push(`${at.toString(16).padStart(8, "0")}  ${digits.padEnd(ACROSS * 3 - 1)}  ${signs}`);
  }
  if (bytes.length > shown.length) lines.push(`… ${bytes.length - shown.length} bytes more`);
  return lines.join("\n");
}

export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
}
