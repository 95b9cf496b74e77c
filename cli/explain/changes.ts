/** What the privacy policy changed of a row: by name, never by value. */
import { type ColumnName, columnList, type Row } from "../../shared/row.ts";

export function changesOf(before: Row, after: Row): string {
  const dropped: string[] = [];
  const replaced: string[] = [];
  const compare = (name: string, was: unknown, is: unknown) => {
    if (was === undefined || JSON.stringify(was) === JSON.stringify(is)) return;
    (is === undefined ? dropped : replaced).push(name);
  };
  for (const { name, lakeOnly } of columnList)
    if (name !== "labels" && lakeOnly !== true) compare(name, before[name as ColumnName], after[name as ColumnName]);
  for (const [key, text] of Object.entries(before.labels ?? {})) compare(`labels.${key}`, text, after.labels?.[key]);
  const said = [
    ...(replaced.length > 0 ? [`replaced ${replaced.join(", ")}`] : []),
    ...(dropped.length > 0 ? [`left out ${dropped.join(", ")}`] : []),
  ];
  return said.length === 0 ? "changes nothing of the row" : said.join("; ");
}
