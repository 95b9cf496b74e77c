/** A query's answer as text: a table for people, CSV for spreadsheets, JSON for programs. */
import Table from "cli-table3";
import type { Cell, QueryResult } from "../shared/lake/query-result.ts";
import { printable } from "./printable.ts";

export const formats = ["table", "csv", "json"] as const;
export type Format = (typeof formats)[number];

/** Ends without a line break. A table is made to fit `columns` cells of a terminal, where that is known. */
export function formatResult(result: QueryResult, format: Format, columns?: number): string {
  switch (format) {
    case "table":
      return asTable(result, columns);
    case "csv":
      return [result.columns, ...result.rows].map((cells) => cells.map(csvCell).join(",")).join("\n");
    case "json":
      return JSON.stringify(
        result.rows.map((row) => Object.fromEntries(row.map((cell, i) => [result.columns[i], cell]))),
      );
  }
}

function asTable({ columns, rows }: QueryResult, cells: number | undefined): string {
  if (rows.length === 0) return "No rows.";
  const numeric = columns.map((_, place) => rows.every((row) => row[place] === null || typeof row[place] === "number"));
  const texts = rows.slice(0, MOST_TABLE_ROWS).map((row) => row.map(tableCell));
  const widths = columns.map((name, place) =>
    texts.reduce((widest, row) => Math.max(widest, cellsOf(row[place] ?? "")), cellsOf(name)),
  );
  const fitted = cells === undefined ? widths : fittedWidths(widths, cells);
  const table = new Table({
    head: [...columns],
    colAligns: numeric.map((isNumber) => (isNumber ? "right" : "left")),
    style: { head: [], border: [], compact: true },
    ...(fitted !== widths && { colWidths: fitted.map((width) => width + PADDING_CELLS) }),
  });
  for (const row of texts) table.push(row);
  const left = rows.length - texts.length;
  return left === 0 ? table.toString() : `${table.toString()}\n${left} more rows; csv and json have them all.`;
}

/** Nobody reads as far, and what lays out the table fails at some 100,000. */
const MOST_TABLE_ROWS = 10_000;
/** Left and right of a column's text. */
const PADDING_CELLS = 2;
const BORDER_CELLS = 1;
/** Narrower, a text says nothing: then the table is wider than the terminal. */
const NARROWEST_CELLS = 6;

/** Takes from the widest until all fit; the same widths when they do. */
function fittedWidths(widths: readonly number[], cells: number): readonly number[] {
  const fitted = [...widths];
  const total = () => fitted.reduce((sum, width) => sum + width + PADDING_CELLS + BORDER_CELLS, BORDER_CELLS);
  if (total() <= cells) return widths;
  while (total() > cells) {
    const widest = Math.max(...fitted);
    if (widest <= NARROWEST_CELLS) break;
    fitted[fitted.indexOf(widest)] = widest - 1;
  }
  return fitted;
}

function cellsOf(text: string): number {
  return [...text].length;
}

function tableCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number" && !Number.isInteger(cell)) return cell.toFixed(2);
  return printable(String(cell));
}

/** RFC 4180. */
function csvCell(cell: Cell): string {
  const text = cell === null ? "" : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
