/** The facts of places this process has written or read: what is known need not be written, or read, again. */
import { type PlaceFacts, type PlaceReference, referenceText } from "./place-facts.ts";

export interface KnownPlaces {
  get(reference: PlaceReference): PlaceFacts | undefined;
  add(facts: PlaceFacts): void;
}

/** Some 1 KiB each. */
const MAX_KNOWN = 8_192;

export function knownPlaces(): KnownPlaces {
  const known = new Map<string, PlaceFacts>();
  return {
    get: (reference) => known.get(referenceText(reference)),
    add(facts) {
      if (known.size >= MAX_KNOWN) known.clear();
      known.set(referenceText(facts), facts);
    },
  };
}
