/** Text for a page or a picture, in an element or an attribute. */
import { printable } from "./printable.ts";

export function escaped(text: string): string {
  return printable(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
