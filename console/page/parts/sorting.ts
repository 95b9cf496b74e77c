/** The order of a table's rows. */
export type SortValue = string | number | boolean | null | undefined;

export interface Sort {
  readonly by: string;
  readonly down: boolean;
}

/** As the address has it: `letters`, or `-letters` for the largest first. */
export function parseSort(text: string): Sort | undefined {
  if (text === "") return undefined;
  return text.startsWith("-") ? { by: text.slice(1), down: true } : { by: text, down: false };
}

export function formatSort(sort: Sort | undefined): string {
  return sort === undefined ? "" : `${sort.down ? "-" : ""}${sort.by}`;
}

/** Up, then down, then as they came. */
export function nextSort(sort: Sort | undefined, by: string): Sort | undefined {
  if (sort?.by !== by) return { by, down: false };
  return sort.down ? undefined : { by, down: true };
}

/** Numbers before texts, texts as people count (`Floor 2` before `Floor 10`); what is absent stands last either way. Equal ones stay. */
export function sorted<T>(rows: readonly T[], measure: (row: T) => SortValue, down: boolean): readonly T[] {
  return rows.toSorted((one, other) => {
    const [a, b] = [measure(one) ?? undefined, measure(other) ?? undefined];
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    return (down ? -1 : 1) * compared(a, b);
  });
}

const collator = new Intl.Collator("en", { numeric: true });

function compared(a: string | number | boolean, b: string | number | boolean): number {
  const [x, y] = [typeof a === "boolean" ? Number(a) : a, typeof b === "boolean" ? Number(b) : b];
  if (typeof x === "number" && typeof y === "number") return x - y;
  if (typeof x === "string" && typeof y === "string") return collator.compare(x, y);
  return typeof x === "number" ? -1 : 1;
}
