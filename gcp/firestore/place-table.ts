/** The places collection as the core's port, and its reader: a document per place and what it says of itself. */
import type { PlaceTable } from "../../shared/ports.ts";
import type { KnownPlaces } from "../../shared/state/known-places.ts";
import type { PlaceFacts } from "../../shared/state/place-facts.ts";
import { factsOfText, factsText } from "../../shared/state/place-text.ts";
import { type ReadPlace, readUnknown } from "../../shared/state/read-place.ts";
import type { DocumentCalls } from "./calls.ts";
import { PLACES } from "./collections.ts";
import { type Document, textOf } from "./document.ts";
import { placeId, referenceOfId } from "./keys.ts";
import { type DocumentWriter, putAll } from "./put-all.ts";

const SAID = "said";

export function firestorePlaces(writer: Omit<DocumentWriter, "what">): PlaceTable {
  return {
    write: (places, deadline) => putAll(places.map(placeDocument), { ...writer, what: "places" }, deadline),
  };
}

function placeDocument(facts: PlaceFacts): Document {
  return { collection: PLACES, id: placeId(facts), fields: { [SAID]: factsText(facts) } };
}

/** Of a document of the places collection. */
export function factsOf({ id, fields }: Document): PlaceFacts {
  return factsOfText(referenceOfId(id), textOf(fields, SAID) ?? "{}");
}

export function readFirestorePlace(calls: Pick<DocumentCalls, "get">, known: KnownPlaces): ReadPlace {
  return readUnknown(known, async (reference, deadline) => {
    const document = await calls.get(PLACES, placeId(reference), deadline);
    return document && factsOf(document);
  });
}
