/** An answer as a page of its own: the question, a picture, the table. Nothing is fetched, nothing runs. */
import { createHash } from "node:crypto";
import type { NamedQuery } from "../shared/lake/named-query.ts";
import type { Cell, QueryResult } from "../shared/lake/query-result.ts";
import { escaped } from "./escaped.ts";
import { plotAsSvg } from "./plot-svg.ts";

const style = `
:root{color-scheme:light dark;--line:#8884}
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem}
figure{margin:1rem 0;overflow-x:auto}
.table{overflow-x:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{border-bottom:1px solid var(--line);padding:.3rem .8rem;text-align:left;white-space:nowrap}
th{position:sticky;top:0;background:Canvas}
.number{text-align:right}
svg{max-width:100%;height:auto}
`;

/** Whatever came with an event is text in it: escaped, and the page's own policy lets no script run. */
export async function htmlPage(
  query: Pick<NamedQuery, "title" | "description" | "chart">,
  asked: Readonly<Record<string, string | number>>,
  result: QueryResult,
): Promise<string> {
  const picture = query.chart && (await plotAsSvg(result, query.chart, query.title));
  const styles = [style, ...(picture?.match(/(?<=<style>).*?(?=<\/style>)/gs) ?? [])];
  const policy = `default-src 'none'; style-src-elem ${styles.map(hash).join(" ")}; style-src-attr 'unsafe-inline'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escaped(query.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escaped(query.title)}</h1>
<p>${escaped(query.description)}.</p>
<p>${Object.entries(asked)
    .map(([name, value]) => `${escaped(name)} <b>${escaped(String(value) || "any")}</b>`)
    .join(" · ")}</p>
${picture === undefined ? "" : `<figure>${picture}</figure>`}
${table(result)}
</main>
</body>
</html>
`;
}

function table({ columns, rows }: QueryResult): string {
  if (rows.length === 0) return "<p>No rows.</p>";
  const head = columns.map((name) => `<th scope="col">${escaped(name)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map(data).join("")}</tr>`).join("\n");
  return `<div class="table" role="region" aria-label="The answer as a table" tabindex="0"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table></div>`;
}

function data(cell: Cell): string {
  if (typeof cell !== "number") return `<td>${cell === null ? "" : escaped(String(cell))}</td>`;
  return `<td class="number">${Number.isInteger(cell) ? cell : cell.toFixed(2)}</td>`;
}

function hash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
