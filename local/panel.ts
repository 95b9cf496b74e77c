/** The panel of the live view, as lines that fit the terminal: parts that do not fit go to the next line. */
import { stripVTControlCharacters, styleText } from "node:util";
import { count, duration } from "./format.ts";
import type { Snapshot } from "./ledger.ts";

const BAR_CELLS = 40;
/** Left of the bar, and the share right of it. */
const BAR_MARGIN = 12;
const LABEL_CELLS = 12;
const FEWEST_COLUMNS = 24;

export type Style = (format: Parameters<typeof styleText>[0], text: string) => string;

/** Honours NO_COLOR and what the stream can show. */
export function styled(stream: NodeJS.WriteStream): Style {
  return (format, text) => styleText(format, text, { stream });
}

export interface PanelOptions {
  readonly path: string;
  readonly perSecond: number;
  /** Events to come, where that is known; faults add to it. */
  readonly expected: number | undefined;
  readonly throttledCalls: number;
  readonly columns: number;
  readonly style: Style;
}

export function panel(now: Snapshot, options: PanelOptions): readonly string[] {
  const { path, perSecond, expected, throttledCalls, style } = options;
  const columns = Math.max(FEWEST_COLUMNS, options.columns);
  const { counts, lagMs } = now;
  const total = Math.max(expected ?? 0, now.pushedEvents);
  const share = total === 0 ? 0 : Math.min(1, now.received / total);
  const cells = Math.min(BAR_CELLS, columns - BAR_MARGIN);
  const filled = Math.floor(share * cells);
  const bar = `${style("green", "█".repeat(filled))}${style("dim", "░".repeat(cells - filled))}`;
  const alarming = (value: number, format: "yellow" | "red") => style(value > 0 ? format : "dim", count(value));
  return [
    "",
    ...wrapped("", [style("bold", `Cisco Spaces → ${path}`)], columns),
    "",
    ...wrapped(
      "",
      [`${bar} ${String(Math.floor(share * 100)).padStart(3)} %`, `${count(now.received)} of ${count(total)} events`],
      columns,
      "   ",
    ),
    "",
    ...wrapped(
      "rate",
      [
        `${style("bold", count(perSecond))} events/s`,
        `lag p50 ${duration(lagMs.p50)}, p99 ${duration(lagMs.p99)}`,
        `${count(Math.max(0, now.openRecords))} records waiting`,
      ],
      columns,
    ),
    ...wrapped(
      "outcomes",
      [
        `stored ${style("green", count(counts.stored))}`,
        `duplicate ${style("dim", count(counts.duplicate))}`,
        `ignored ${style("dim", count(counts.ignored))}`,
        `rejected ${alarming(counts.rejected, "yellow")}`,
        `retry ${alarming(counts.retry, "red")}`,
      ],
      columns,
    ),
    ...wrapped(
      "function",
      [
        `${count(now.invocations)} invocations`,
        `${alarming(now.failedInvocations, "red")} failed`,
        `${alarming(now.redeliveredRecords, "yellow")} records delivered again`,
        ...(throttledCalls > 0 ? [`${alarming(throttledCalls, "yellow")} calls throttled`] : []),
      ],
      columns,
    ),
  ];
}

/** Cells a line takes on a terminal. Every character printed here is one cell wide. */
export function cellsOf(line: string): number {
  return [...stripVTControlCharacters(line)].length;
}

/** One line, or more when the parts do not fit; one part that is too long for a line is cut, without its colours. */
function wrapped(label: string, parts: readonly string[], columns: number, separator = " · "): readonly string[] {
  const indent = label === "" ? "  " : `  ${label}`.padEnd(LABEL_CELLS);
  const room = columns - 1;
  const lines: string[] = [];
  let line = "";
  for (const part of parts) {
    const longer =
      line === ""
        ? `${lines.length === 0 ? indent : " ".repeat(cellsOf(indent))}${part}`
        : `${line}${separator}${part}`;
    if (line === "" || cellsOf(longer) <= room) line = longer;
    else {
      lines.push(line);
      line = `${" ".repeat(cellsOf(indent))}${part}`;
    }
  }
  lines.push(line);
  return lines.map((text) =>
    cellsOf(text) <= room ? text : `${[...stripVTControlCharacters(text)].slice(0, room - 1).join("")}…`,
  );
}
