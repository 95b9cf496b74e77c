/** A table as Markdown has it: heads, the line of alignments below them, and the rows. */
export function markdownTable(lines: readonly (readonly string[])[]): string {
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
