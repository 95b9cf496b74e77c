/** What each command took, for the terminal and for `docs/operations.md`, written by the run they are of. */
import { availableParallelism } from "node:os";
import { markdownTable } from "../markdown-table.ts";
import { writeFigures } from "../write-figures.ts";
import type { Told } from "./commands.ts";

export function tableOf(cloud: string, rows: readonly Told[]): string {
  const lines = rows.map(({ works, says, ...row }) => [
    ...cellsOf(row),
    works ? "yes" : "**no**",
    says.replaceAll("|", "\\|"),
  ]);
  const head = `${today()}, ${cloud}, ${availableParallelism()} cores`;
  return `${head}\n\n${markdownTable([["command", "s", "peak MiB", "as it must be", "says"], ["---", "---:", "---:", "---", "---"], ...lines])}\n`;
}

/** `events`: how many the run had behind it. */
export async function writePage(cloud: string, events: number, rows: readonly Told[]): Promise<void> {
  const lines = [["command", "s", "peak MiB"], ["---", "---:", "---:"], ...rows.map(cellsOf)];
  const said = `${today()}, ${availableParallelism()} cores, ${events.toLocaleString("en")} events behind each command:`;
  const command = `npx node bench/operations.ts --cloud ${cloud} --write`;
  await writeFigures("operations.md", command, `${said}\n\n${markdownTable(lines)}`);
}

function cellsOf({ name, seconds, peakMiB }: Pick<Told, "name" | "seconds" | "peakMiB">): readonly string[] {
  return [name, seconds.toFixed(1), peakMiB?.toFixed(0) ?? "–"];
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
