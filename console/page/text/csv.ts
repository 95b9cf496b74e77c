/** An answer as a file for a spreadsheet. */
import type { QueryAnswer } from "../../api.ts";

type Cell = QueryAnswer["rows"][number][number];

/**
 * RFC 4180, as `spaces query --format csv`, but for text that a spreadsheet would reckon with: what came with an event
 * is not to run where it is opened (https://owasp.org/www-community/attacks/CSV_Injection). It is made text by an apostrophe.
 */
export function csvOf({ columns, rows }: Pick<QueryAnswer, "columns" | "rows">): string {
  return [columns, ...rows]
    .map((cells) => cells.map(csvCell).join(","))
    .join("\r\n")
    .concat("\r\n");
}

const FORMULA = /^[=+\-@\t\r]/;

function csvCell(cell: Cell): string {
  if (typeof cell !== "string") return cell === null ? "" : String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
