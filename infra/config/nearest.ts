/** The word somebody probably meant. */

/** Changes of one letter that turn one text into the other (Levenshtein's distance); a transposition counts as two. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

/** The nearest of `known`, the first of several; `undefined` where none is within `atMost` changes. */
export function nearest(word: string, known: readonly string[], atMost: number): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, changes: distance(word, candidate) }))
    .filter(({ changes }) => changes <= atMost)
    .sort((one, other) => one.changes - other.changes);
  return best?.candidate;
}
