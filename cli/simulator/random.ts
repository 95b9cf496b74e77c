/** A seeded generator (mulberry32): the same seed gives the same simulation on every machine. Not for secrets. */
export interface Random {
  /** 0 ≤ n < 1. */
  fraction(): number;
  /** low ≤ n < high. */
  between(low: number, high: number): number;
  /** Log-normal, as durations of what people do are: half of them below the median, some many times as long. */
  duration(medianMs: number, spread: number): number;
  /** A whole number, 0 ≤ n < end. */
  below(end: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Characters of the alphabet, each drawn alone. */
  text(alphabet: string, length: number): string;
  shuffled<T>(items: readonly T[]): T[];
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (end: number) => Math.floor(fraction() * end);
  return {
    fraction,
    below,
    between: (low, high) => low + fraction() * (high - low),
    // Box-Muller: https://en.wikipedia.org/wiki/Box%E2%80%93Muller_transform
    duration(medianMs, spread) {
      const normal = Math.sqrt(-2 * Math.log(1 - fraction())) * Math.cos(2 * Math.PI * fraction());
      return Math.round(medianMs * Math.exp(spread * normal));
    },
    chance: (probability) => fraction() < probability,
    pick<T>(items: readonly T[]) {
      if (items.length === 0) throw new RangeError("Nothing to pick from");
      return items[below(items.length)] as T;
    },
    text(alphabet, length) {
      let drawn = "";
      for (let index = 0; index < length; index++) drawn += alphabet.charAt(below(alphabet.length));
      return drawn;
    },
    shuffled<T>(items: readonly T[]) {
      const deck = [...items];
      for (let last = deck.length - 1; last > 0; last--) {
        const other = below(last + 1);
        [deck[last], deck[other]] = [deck[other] as T, deck[last] as T];
      }
      return deck;
    },
  };
}
