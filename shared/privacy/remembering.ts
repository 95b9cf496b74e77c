/** A function that remembers its answers, in bounded memory: texts come from outside, and some of them never come twice. */

export interface Bounds {
  /** Characters; a longer text is worked out each time. */
  readonly longest: number;
  readonly entries: number;
  /** Characters over all remembered texts. */
  readonly characters: number;
}

/** When the memory is full it starts afresh: odd texts must not keep the usual ones out for as long as the process lives. */
export function remembering<T extends NonNullable<unknown>>(
  tell: (text: string) => T,
  bounds: Bounds,
): (text: string) => T {
  const told = new Map<string, T>();
  let characters = 0;
  return (text) => {
    if (text.length > bounds.longest) return tell(text);
    const known = told.get(text);
    if (known !== undefined) return known;
    const found = tell(text);
    characters += text.length;
    if (told.size >= bounds.entries || characters > bounds.characters) {
      told.clear();
      characters = text.length;
    }
    told.set(text, found);
    return found;
  };
}
