/** The two forms of a lake, and texts of SQL that differ between them. */

/** `landing`: files as they arrived, and nothing else. `compacted`: what arrived up to yesterday is in a table of its own. */
export type LakeForm = "landing" | "compacted";

/** SQL that stands in a text only where the lake has this form. */
export function only(form: LakeForm, sql: string): string {
  return `<${form}>${sql}</${form}>`;
}

/** The text for one form, without what is only of the other. */
export function inForm(sql: string, form: LakeForm): string {
  const other: LakeForm = form === "landing" ? "compacted" : "landing";
  return sql
    .replaceAll(new RegExp(`<${other}>[\\s\\S]*?</${other}>`, "g"), "")
    .replaceAll(new RegExp(`</?${form}>`, "g"), "");
}
