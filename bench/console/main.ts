/** `npm run bench:console`: what docs/console.md says of the page's speed and size, measured in this one run; `-- --write` writes it there. */
import { markdownTable } from "../markdown-table.ts";
import { writeFigures } from "../write-figures.ts";
import { framesOf } from "./frames.ts";
import { pageBytes } from "./page-bytes.ts";
import { tableToDot } from "./table-to-dot.ts";

const DOTS = 5_000;

const say = (text: string) => process.stderr.write(`${text}\n`);
say("the page's bytes ...");
const { bytes, gzipped } = await pageBytes();
say(`${DOTS} moving dots ...`);
const frames = await framesOf(DOTS);
say("from table to dot ...");
const dot = await tableToDot();

const longTasks = (each: readonly number[]) =>
  each.length === 0 ? "none" : `${each.length}, the longest ${ms(Math.max(...each))}`;
const ms = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const kB = (value: number) => `${(value / 1_000).toFixed(1)} kB`;
const lines: readonly (readonly [string, string])[] = [
  ["", "measured"],
  ["---", "---:"],
  [`frames a second, ${DOTS.toLocaleString("en")} dots all moving`, frames.perSecond.toFixed(1)],
  ["to those of an empty page in the same browser", frames.ratio.toFixed(2)],
  ["the page's work in a frame, median", ms(frames.workMs.median)],
  ["95 % of frames", ms(frames.workMs.p95)],
  ["tasks of more than 50 ms in 15 s, with a message a second that moves all of them", longTasks(frames.longMs)],
  ["the page, all its files", kB(bytes)],
  ["the same gzipped", kB(gzipped)],
  ["a row's write into the tables to its dot, median", ms(dot.medianMs)],
  ["the longest", ms(dot.longestMs)],
];
const table = markdownTable(lines);
process.stdout.write(`${table}\n`);

if (process.argv.includes("--write")) await writeFigures("console.md", "npm run bench:console -- --write", table);
