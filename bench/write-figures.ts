/** Figures of a page in docs/, written by the run they are of. */
import { readFile, writeFile } from "node:fs/promises";

const END = "<!-- end of figures -->";

/** Between a mark that names the command and the mark of their end. Throws where the page has no such place. */
export async function writeFigures(pageName: string, command: string, figures: string): Promise<void> {
  const path = new URL(`../docs/${pageName}`, import.meta.url);
  const begin = `<!-- figures: ${command} -->`;
  const page = await readFile(path, "utf8");
  const from = page.indexOf(begin);
  const to = page.indexOf(END, from);
  if (from < 0 || to < 0) throw new Error(`docs/${pageName} has no place for the figures of ${command}`);
  await writeFile(path, `${page.slice(0, from)}${begin}\n${figures}\n${page.slice(to)}`);
}
