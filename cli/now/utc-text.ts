/** `yyyy-MM-dd hh:mm:ss` of UTC, as tables of answers show a time. */
export function utcText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}
