/** A price of a cloud's, in US dollars, with where it is from; what nobody has checked against the cloud's own page says so. */
export interface Price {
  readonly usd: number;
  readonly source: string;
  readonly checked: boolean;
}

export function seen(usd: number, source: string): Price {
  return { usd, source, checked: true };
}

/** From memory: look it up before a decision. */
export function unchecked(usd: number, page: string): Price {
  return { usd, source: page, checked: false };
}

/** Their names, for what is printed beside a bill. */
export function uncheckedOf(prices: Readonly<Record<string, Price>>): readonly string[] {
  return Object.entries(prices)
    .filter(([, { checked }]) => !checked)
    .map(([name]) => name);
}
