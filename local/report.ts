/** What is printed at the end of a run, for people. */
import { styleText } from "node:util";
import { formatResult } from "../cli/format-result.ts";
import type { Answer } from "./answers/answer.ts";
import type { Commands, Section } from "./commands.ts";
import { count, duration } from "./format.ts";
import type { RunResult } from "./result.ts";

export interface ReportOptions {
  readonly stream: NodeJS.WriteStream;
  readonly elapsedMs: number;
  readonly answers: readonly Answer[];
  /** Sentences a reader must not miss. */
  readonly remarks: readonly string[];
}

export function printReport(result: RunResult, { stream, elapsedMs, answers, remarks }: ReportOptions): void {
  const { received, eventsPerSecond, tables, channels, lake } = result;
  const style = (format: "bold" | "yellow", text: string) => styleText(format, text, { stream });
  const columns = stream.isTTY ? stream.columns : undefined;
  const lines = [
    "",
    `${count(received)} events in ${duration(elapsedMs)}, ${count(eventsPerSecond)} a second: ` +
      `${count(tables.events)} items of history, ${count(tables.state)} items of state.`,
    ...channels.map(
      ({ title, ...records }) =>
        `The same through ${title}: ${count(records.received)} records, ${count(records.dropped)} dropped as configured, ` +
        `${count(records.failed)} failed.`,
    ),
    `The lake: ${count(lake.rows)} rows in ${count(lake.files)} Parquet files${
      channels.length === 0
        ? "."
        : "; every channel writes there, so each event is told as often as there are channels."
    }`,
    ...remarks.map((remark) => style("yellow", remark)),
    ...answers.flatMap(({ question, note, result: table }) => [
      "",
      style("bold", question),
      ...(note === undefined ? [] : [note]),
      formatResult(table, "table", columns),
    ]),
    "",
  ];
  stream.write(`${lines.join("\n")}\n`);
}

/** `--keep`: what to copy into a shell while the stand-ins stay up. */
export function keepText({ first, last }: Commands, answers: readonly Answer[]): string {
  const sections: readonly Section[] = [
    ...first,
    ...answers.map(({ question, command }) => ({ title: question, text: command })),
    ...last,
  ];
  return sections.map(({ title, text }) => `# ${title}\n${text}\n`).join("\n");
}
