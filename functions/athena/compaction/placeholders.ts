/** Statements of compaction carry days and counts as `:name`; MERGE and VACUUM take no parameters, so that they are text. */
import { isDay } from "../../../shared/lake/sql-literal.ts";

const placeholder = /:(day|from|until|today|oldest|tail|recent|before|rows)\b/g;

/** Throws a RangeError for anything but a day or a whole number: the values stand inside quotes that are not escaped. */
export function fill(statement: string, values: Readonly<Record<string, string>>): string {
  return statement.replaceAll(placeholder, (_, name: string) => {
    const value = values[name];
    const fits = name === "rows" ? /^\d{1,18}$/ : undefined;
    if (value === undefined || !(fits?.test(value) ?? isDay(value))) {
      throw new RangeError(`A statement of compaction has no fitting value for ${name}.`);
    }
    return value;
  });
}
