/** dt-sql-parser, bundled: its modules import each other without extensions, which Node does not resolve. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

interface SyntaxProblem {
  readonly message: string;
  readonly startLine: number;
}

/** `[]` for a statement the grammar accepts. */
export interface Grammar {
  validate(sql: string): readonly SyntaxProblem[];
}

export async function loadGrammars(): Promise<{ readonly trino: Grammar; readonly hive: Grammar }> {
  const folder = await mkdtemp(join(tmpdir(), "grammar-"));
  try {
    const outfile = join(folder, "parser.mjs");
    await build({
      stdin: { contents: 'export { HiveSQL, TrinoSQL } from "dt-sql-parser";', resolveDir: import.meta.dirname },
      bundle: true,
      format: "esm",
      platform: "node",
      outfile,
      logLevel: "error",
    });
    const { HiveSQL, TrinoSQL } = (await import(pathToFileURL(outfile).href)) as Record<
      "HiveSQL" | "TrinoSQL",
      new () => Grammar
    >;
    return { trino: new TrinoSQL(), hive: new HiveSQL() };
  } finally {
    await rm(folder, { recursive: true });
  }
}
