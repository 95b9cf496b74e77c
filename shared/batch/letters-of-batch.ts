/**
 * Each dead letter of one batch once: a record may be tried again after a letter of it was put, for its other events, or be
 * refused again with what is given up later.
 */
import type { DeadLetter, Letter } from "../ports.ts";

/** For one batch: what was kept before is not put again. */
export function lettersOfBatch(deadLetter: DeadLetter): DeadLetter {
  const kept = new Set<string>();
  return {
    async put(letters, source, deadline) {
      const added = letters.filter((letter) => !kept.has(keyOf(letter)));
      if (added.length === 0) return;
      await deadLetter.put(added, source, deadline);
      for (const letter of added) kept.add(keyOf(letter));
    },
  };
}

function keyOf({ position, part }: Letter): string {
  return `${position} ${part}`;
}
