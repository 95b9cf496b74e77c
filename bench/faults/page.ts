/** The figures of `docs/faults.md`, written by the run they are of. */
import { readFile, writeFile } from "node:fs/promises";
import { figuresOf, type Summary } from "./report.ts";
import type { SeedResult } from "./run-seed.ts";

const PAGE = new URL("../../docs/faults.md", import.meta.url);
const [BEGIN, END] = ["<!-- figures: npm run faults -- --write -->", "<!-- end of figures -->"];

export async function writePage(summary: readonly Summary[], results: readonly SeedResult[]): Promise<void> {
  const page = await readFile(PAGE, "utf8");
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error("docs/faults.md has no place for the figures");
  await writeFile(PAGE, `${before}${BEGIN}\n${figures(summary, results)}\n${END}${after}`);
}

function figures(summary: readonly Summary[], results: readonly SeedResult[]): string {
  const names = { aws: "AWS", azure: "Azure", gcp: "Google Cloud" };
  const head = ["", ...summary.map(({ cloud }) => names[cloud])];
  const lines = [head, ["---", ...summary.map(() => "---:")], ...figuresOf(summary)];
  const each = [...new Set(results.map(({ events }) => events))].map((count) => count.toLocaleString("en"));
  const table = lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  return `${table}\n\nEach seed has ${each.join(" or ")} events; the stores are in ${summary[0]?.engine === "real" ? "the embedded engines" : "memory"}.`;
}
