/** Figures of a page in docs/, written by the run they are of. */
import { readFile, writeFile } from "node:fs/promises";

const END = "<!-- end of figures -->";

/** Between a mark that names the command and the mark of their end. Throws where the page has no such place. */
export async function writeFigures(pageName: string, command: string, figures: string): Promise<void> {
  const path = new URL(`../docs/${pageName}`, import.meta.url);
  const begin = `<!-- figures: ${command} -->`;
  const page = await readFile(path, "utf8");
  const [before, rest] = page.split(begin);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`docs/${pageName} has no place for the figures`);
  await writeFile(path, `${before}${begin}\n${figures}\n${END}${after}`);
}
