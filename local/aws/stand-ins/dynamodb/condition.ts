/**
 * Condition expressions of the kind stores write most: `attribute_not_exists(a)`, `#a = :b` and `#a < :b` of texts,
 * joined by AND or by OR. Whatever else there is, dynalite judges.
 */
import type { Item } from "./plain-item.ts";

interface Names {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Item;
}

const ABSENT = /^attribute_not_exists\s*\(\s*([#\w]+)\s*\)$/;
const COMPARED = /^([#\w]+)\s*([=<])\s*(:\w+)$/;

/** Whether an item (none, when there is none) meets it; `undefined` when the expression is of another kind. */
export function meetsCondition(
  expression: string,
  { names, values }: Names,
  item: Item | undefined,
): boolean | undefined {
  const isAny = / OR /.test(expression);
  if (isAny && / AND | NOT /.test(expression)) return undefined;
  const terms = expression.split(isAny ? " OR " : " AND ").map((term) => meetsTerm(term.trim()));
  if (terms.includes(undefined)) return undefined;
  return isAny ? terms.includes(true) : !terms.includes(false);

  function meetsTerm(term: string): boolean | undefined {
    const [, absent] = ABSENT.exec(term) ?? [];
    if (absent !== undefined) {
      const name = nameOf(absent);
      return name === undefined ? undefined : item?.[name] === undefined;
    }
    const [, operand = "", operator, placeholder = ""] = COMPARED.exec(term) ?? [];
    const name = nameOf(operand);
    const wanted = values[placeholder]?.S;
    if (operator === undefined || name === undefined || typeof wanted !== "string") return undefined;
    const found = item?.[name]?.S;
    if (typeof found !== "string") return false;
    return operator === "=" ? found === wanted : Buffer.compare(Buffer.from(found), Buffer.from(wanted)) < 0;
  }

  /** A name that is written out might be a reserved word or a path, but for the keys' own. */
  function nameOf(text: string): string | undefined {
    if (text.startsWith("#")) return names[text];
    return text === "pk" || text === "sk" ? text : undefined;
  }
}
