/** A query's answer as a table for people, CSV for spreadsheets, JSON for programs. */
import Table from "cli-table3";
import type { Cell, QueryResult } from "../shared/lake/query-result.ts";

export const formats = ["table", "csv", "json"] as const;
export type Format = (typeof formats)[number];

/** Ends without a line break. */
export function formatResult(result: QueryResult, format: Format): string {
  switch (format) {
    case "table":
      return asTable(result);
    case "csv":
      return [result.columns, ...result.rows].map((cells) => cells.map(csvCell).join(",")).join("\n");
    case "json":
      return JSON.stringify(
        result.rows.map((row) => Object.fromEntries(row.map((cell, i) => [result.columns[i], cell]))),
      );
  }
}

function asTable({ columns, rows }: QueryResult): string {
  if (rows.length === 0) return "No rows.";
  const numeric = columns.map((_, place) => rows.every((row) => row[place] === null || typeof row[place] === "number"));
  const table = new Table({
    head: [...columns],
    colAligns: numeric.map((isNumber) => (isNumber ? "right" : "left")),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push(row.map(tableCell));
  return table.toString();
}

/** Control characters are taken out: the text comes from events, and a terminal obeys them. */
function tableCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number" && !Number.isInteger(cell)) return cell.toFixed(2);
  return String(cell).replace(/\p{Cc}/gu, "\ufffd");
}

/** RFC 4180. */
function csvCell(cell: Cell): string {
  const text = cell === null ? "" : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
