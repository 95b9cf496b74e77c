/** The two forms of a lake, and texts of SQL that differ between them. */

/** `landing`: files as they arrived, and nothing else. `compacted`: what arrived up to yesterday is in a table of its own. */
export type LakeForm = "landing" | "compacted";

/** `arrival`: what leaves out landing files by the day they arrived, and so events that came days late. */
type Mark = LakeForm | "arrival";

/** SQL that stands in a text only where the lake has this form. */
export function only(mark: Mark, sql: string): string {
  return `<${mark}>${sql}</${mark}>`;
}

/** The text for one form, without what is only of the other; `byArrival`: with what leaves landing files out. */
export function inForm(sql: string, form: LakeForm, byArrival: boolean): string {
  const left: readonly Mark[] =
    form === "compacted" ? ["landing", "arrival"] : ["compacted", ...(byArrival ? [] : ["arrival" as const])];
  const without = left.reduce(
    (text, mark) => text.replaceAll(new RegExp(`<${mark}>[\\s\\S]*?</${mark}>`, "g"), ""),
    sql,
  );
  return without.replaceAll(/<\/?(?:landing|compacted|arrival)>/g, "");
}
