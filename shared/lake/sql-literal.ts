/** Values as literals in the text of a statement, for Trino and DuckDB: a quote is doubled, and nothing else means anything. */

/** Text that both engines read back as it was: no NUL, no half of a surrogate pair. */
export function isWritable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\u0000");
}

/** A day that exists, `yyyy-MM-dd`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** A moment that exists, of UTC: `yyyy-MM-dd`, or with ` hh:mm:ss` and up to three digits of a second. */
export function isMoment(text: string): boolean {
  const [, day = "", time] = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?))?$/.exec(text) ?? [];
  return isDay(day) && (time === undefined || !Number.isNaN(Date.parse(`${day}T${time}Z`)));
}

/** Throws a RangeError for what no literal can hold. */
export function sqlLiteral(value: string | number): string {
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RangeError("A number must be finite.");
    return String(value);
  }
  if (!isWritable(value)) throw new RangeError("A text must be without NUL or half characters.");
  return `'${value.replaceAll("'", "''")}'`;
}
