/** Items nothing can be wrong with, but for their keys: texts, usual numbers, nulls, and lists and maps of them. */

type Attribute = Readonly<Record<string, unknown>>;
export type Item = Readonly<Record<string, Attribute>>;

const NUMBER = /^-?\d{1,20}(\.\d{1,17})?$/;

export function isPlain(item: object): boolean {
  for (const name in item) if (!isPlainAttribute((item as Item)[name])) return false;
  return true;
}

function isPlainAttribute(attribute: unknown): boolean {
  if (typeof attribute !== "object" || attribute === null) return false;
  let types = 0;
  for (const type in attribute) {
    types++;
    const value = (attribute as Attribute)[type];
    switch (type) {
      case "S":
        if (typeof value !== "string") return false;
        break;
      case "N":
        if (typeof value !== "string" || !NUMBER.test(value)) return false;
        break;
      case "NULL":
        if (value !== true) return false;
        break;
      case "L":
        if (!Array.isArray(value) || !value.every(isPlainAttribute)) return false;
        break;
      case "M":
        if (typeof value !== "object" || value === null || !isPlain(value)) return false;
        break;
      default:
        return false;
    }
  }
  return types === 1;
}
