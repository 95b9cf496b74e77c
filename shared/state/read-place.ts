/** The facts an item refers to, read once: what stands under a reference never changes. */
import type { Deadline } from "../ports.ts";
import type { KnownPlaces } from "./known-places.ts";
import type { PlaceFacts, PlaceReference } from "./place-facts.ts";

/** `undefined` where they are not there. */
export type ReadPlace = (reference: PlaceReference, deadline: Deadline) => Promise<PlaceFacts | undefined>;

/** Reads by `read` what is not known. */
export function readUnknown(known: KnownPlaces, read: ReadPlace): ReadPlace {
  return async (reference, deadline) => {
    const remembered = known.get(reference);
    if (remembered !== undefined) return remembered;
    const facts = await read(reference, deadline);
    if (facts !== undefined) known.add(facts);
    return facts;
  };
}
