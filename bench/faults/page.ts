/** The figures of `docs/faults.md`, written by the run they are of. */
import { markdownTable } from "../markdown-table.ts";
import { writeFigures } from "../write-figures.ts";
import { figuresOf, type Summary } from "./report.ts";
import type { SeedResult } from "./run-seed.ts";

export async function writePage(summary: readonly Summary[], results: readonly SeedResult[]): Promise<void> {
  await writeFigures("faults.md", "npm run faults -- --write", figures(summary, results));
}

function figures(summary: readonly Summary[], results: readonly SeedResult[]): string {
  const names = { aws: "AWS", "aws-firehose": "AWS, Data Firehose", azure: "Azure", gcp: "Google Cloud" };
  const head = ["", ...summary.map(({ cloud }) => names[cloud])];
  const lines = [head, ["---", ...summary.map(() => "---:")], ...figuresOf(summary)];
  const each = [...new Set(results.map(({ events }) => events))].map((count) => count.toLocaleString("en"));
  const table = markdownTable(lines);
  return `${table}\n\nEach seed has ${each.join(" or ")} events; the stores are in ${summary[0]?.engine === "real" ? "the embedded engines" : "memory"}.`;
}
