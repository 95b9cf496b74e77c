/** Runs a script of GoogleSQL's procedural language, as far as the merge goes: DECLARE, SET, FOR over a query, IF, statements. */
import type { LocalGoogleLake } from "../../../cli/gcp/local-lake.ts";
import type { Cell } from "../../../shared/lake/query-result.ts";

type Variables = Map<string, string>;

/** `nowMs` is what CURRENT_TIMESTAMP() answers. */
export async function runScript(lake: LocalGoogleLake, script: string, nowMs: number): Promise<void> {
  await run(lake, script, new Map([["CURRENT_TIMESTAMP\\(\\)", timestamp(new Date(nowMs).toISOString())]]));
}

async function run(lake: LocalGoogleLake, script: string, variables: Variables): Promise<void> {
  let rest = script.trim();
  while (rest !== "") {
    const [branch, condition = "", body = ""] = /^IF (.*) THEN\n([\s\S]*?)END IF;/.exec(rest) ?? [];
    if (branch !== undefined) {
      const { rows } = await lake.sql(`SELECT ${filled(condition, variables)}`);
      if (rows[0]?.[0] === true) await run(lake, body, variables);
      rest = rest.slice(branch.length).trim();
      continue;
    }
    const loop = /^FOR (\w+) IN \(\n([\s\S]*?)\n\) DO\n/.exec(rest);
    if (loop === null) {
      const end = rest.indexOf(";");
      await runStatement(lake, rest.slice(0, end), variables);
      rest = rest.slice(end + 1).trim();
      continue;
    }
    const [head, name = "", query = ""] = loop;
    const end = endOfLoop(rest, head.length);
    const { columns, rows } = await lake.sql(filled(query, variables));
    for (const row of rows) {
      for (const [place, column] of columns.entries())
        variables.set(`${name}\\.${column}`, literal(row[place] ?? null));
      await run(lake, rest.slice(head.length, end), variables);
    }
    rest = rest.slice(end + "END FOR;".length).trim();
  }
}

async function runStatement(lake: LocalGoogleLake, statement: string, variables: Variables): Promise<void> {
  const [, assigned, expression] = /^SET (\w+) = ([\s\S]+)$/.exec(statement) ?? [];
  if (statement.startsWith("DECLARE ")) return;
  if (assigned === undefined) return void (await lake.sql(filled(statement, variables)));
  const { rows } = await lake.sql(`SELECT ${filled(expression ?? "", variables)}`);
  variables.set(assigned, literal(rows[0]?.[0] ?? null));
}

/** Loops may hold loops. */
function endOfLoop(script: string, from: number): number {
  let depth = 1;
  for (const { 0: word, index } of script.matchAll(/^(?:FOR |END FOR;)/gm)) {
    if (index < from) continue;
    depth += word === "FOR " ? 1 : -1;
    if (depth === 0) return index;
  }
  throw new Error("a loop has no end");
}

function filled(text: string, variables: Variables): string {
  return [...variables].reduce(
    (sql, [name, value]) => sql.replaceAll(new RegExp(`(?<![\\w.])${name}(?!\\w)`, "g"), value),
    text,
  );
}

function literal(cell: Cell): string {
  return typeof cell === "string" ? timestamp(cell) : String(cell);
}

function timestamp(text: string): string {
  return `TIMESTAMP '${text.replace("T", " ").replace("Z", "")}'`;
}
