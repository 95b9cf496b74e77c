/** Control characters are taken out: the text comes from events, and a terminal obeys them. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, "\ufffd");
}
