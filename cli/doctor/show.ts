/** The findings for a terminal: a line each, what to do below it. */
import { styleText } from "node:util";
import { printable } from "../printable.ts";
import type { Finding, Verdict } from "../stage/check.ts";
import { silenceReasons } from "./silence.ts";

const color: Readonly<Record<Verdict, "green" | "red" | "yellow">> = { good: "green", bad: "red", unknown: "yellow" };
const VERDICT_WIDTH = 9;
const NARROWEST = 40;

/** `columns` of the terminal, where that is known. Ends without a line break. */
export function showFindings(name: string, findings: readonly Finding[], silent: boolean, columns = 120): string {
  const nameWidth = Math.max(...findings.map((finding) => finding.name.length)) + 2;
  const indent = VERDICT_WIDTH + nameWidth;
  const width = Math.max(NARROWEST, columns - indent);
  const lines = findings.flatMap(({ name: what, verdict, says, todo }) => [
    styleText(color[verdict], verdict.padEnd(VERDICT_WIDTH)) +
      what.padEnd(nameWidth) +
      wrapped(printable(says), width, indent),
    ...(todo === undefined ? [] : [`${" ".repeat(indent)}→ ${wrapped(printable(todo), width - 2, indent + 2)}`]),
  ]);
  return [...lines, "", summary(name, findings), ...(silent ? ["", ...lastPage(columns)] : [])].join("\n");
}

function summary(name: string, findings: readonly Finding[]): string {
  const count = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict).length;
  const whole = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  return `${whole}: ${count("good")} good, ${count("bad")} bad, ${count("unknown")} unknown.`;
}

function lastPage(columns: number): readonly string[] {
  return [
    "Where all here is well and nothing comes, it is one of these:",
    ...silenceReasons.map((reason, index) => `${String(index + 1).padStart(3)}. ${wrapped(reason, columns - 5, 5)}`),
  ];
}

/** Between words; a word that is longer than a line stays whole. */
function wrapped(text: string, width: number, indent: number): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${" ".repeat(indent)}`);
}
