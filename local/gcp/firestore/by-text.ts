/** A collection's documents by the text of a field: an index is made when it is first asked for, and kept from then on. */
import type { Fields } from "./values.ts";

interface Indexed {
  readonly name: string;
  readonly fields: Fields;
}

export interface ByText {
  /** Names, in no order. `all`: the collection's, of which an index is made. */
  having(field: string, text: string, all: () => Iterable<Indexed>): Iterable<string>;
  changed(name: string, before: Indexed | undefined, after: Indexed | undefined): void;
}

export function byText(): ByText {
  const indexes = new Map<string, Map<string, Set<string>>>();

  function add(index: Map<string, Set<string>>, field: string, { name, fields }: Indexed): void {
    const text = fields[field]?.stringValue;
    if (text == null) return;
    const names = index.get(text) ?? new Set();
    index.set(text, names.add(name));
  }

  return {
    having(field, text, all) {
      let index = indexes.get(field);
      if (index === undefined) {
        index = new Map();
        for (const document of all()) add(index, field, document);
        indexes.set(field, index);
      }
      return index.get(text) ?? [];
    },
    changed(name, before, after) {
      for (const [field, index] of indexes) {
        const text = before?.fields[field]?.stringValue;
        if (text != null) index.get(text)?.delete(name);
        if (after !== undefined) add(index, field, after);
      }
    },
  };
}
