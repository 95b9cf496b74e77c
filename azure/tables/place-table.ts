/** The places table as the core's port, and its reader: an entity per place and what it says of itself. */
import type { PlaceTable } from "../../shared/ports.ts";
import type { KnownPlaces } from "../../shared/state/known-places.ts";
import type { PlaceFacts } from "../../shared/state/place-facts.ts";
import { factsOfText, factsText } from "../../shared/state/place-text.ts";
import { type ReadPlace, readUnknown } from "../../shared/state/read-place.ts";
import type { TableCalls } from "./calls.ts";
import type { Entity } from "./entity.ts";
import { placeEntityKey, referenceOfKey } from "./keys.ts";
import { type EntityWriter, putAll } from "./put-all.ts";
import { PLACES_TABLE } from "./tables.ts";

export function tablePlaces(writer: Omit<EntityWriter, "what">): PlaceTable {
  return {
    write: (places, deadline) =>
      putAll(
        places.map((facts) => ({ table: PLACES_TABLE, entity: placeEntity(facts) })),
        { ...writer, what: "places" },
        deadline,
      ),
  };
}

function placeEntity(facts: PlaceFacts): Entity {
  return { ...placeEntityKey(facts), facts: factsText(facts) };
}

/** Of an entity of the places table. */
export function factsOfEntity(entity: Entity): PlaceFacts {
  return factsOfText(referenceOfKey(entity), entity.facts ?? "{}");
}

export function readPlaceTable(calls: Pick<TableCalls, "get">, known: KnownPlaces): ReadPlace {
  return readUnknown(known, async (reference, deadline) => {
    const entity = await calls.get(PLACES_TABLE, placeEntityKey(reference), deadline);
    return entity && factsOfEntity(entity);
  });
}
