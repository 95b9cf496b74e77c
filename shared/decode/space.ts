/** White space between events, as bytes: JSON's, and the form feed and vertical tab nobody should send. */
export function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

export function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!isSpace(bytes[at] as number)) return false;
  return true;
}
