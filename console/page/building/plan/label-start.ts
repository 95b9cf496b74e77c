/**
 * Along one side, device pixels: where a label begins that stands in the middle of `at`, moved so that all of it is seen.
 * Undefined where what it names is outside.
 */
export function labelStart(at: number, size: number, room: number, edge: number): number | undefined {
  if (at < 0 || at > room) return undefined;
  return Math.round(Math.max(Math.min(at - size / 2, room - size - edge), edge));
}
