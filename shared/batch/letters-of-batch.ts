/**
 * All dead letters of one batch in one place: a store names its object after the batch, so whoever puts letters a second
 * time in the same invocation (a part of the batch tried again, what is given up) would otherwise overwrite the first.
 */
import type { DeadLetter, Letter } from "../ports.ts";

/** For one batch. What was kept before is put again beside what is new; a letter that comes again counts once. */
export function lettersOfBatch(deadLetter: DeadLetter): DeadLetter {
  const kept = new Map<string, Letter>();
  return {
    async put(letters, source, deadline) {
      const all = new Map([...kept, ...letters.map((letter) => [keyOf(letter), letter] as const)]);
      await deadLetter.put([...all.values()], source, deadline);
      for (const [key, letter] of all) kept.set(key, letter);
    },
  };
}

function keyOf({ position, part }: Letter): string {
  return `${position} ${part}`;
}
