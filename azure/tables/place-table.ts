/** The places table as the core's port, and its reader: an entity per place and what it says of itself. */
import type { Deadline, PlaceTable } from "../../shared/ports.ts";
import type { KnownPlaces } from "../../shared/state/known-places.ts";
import { type PlaceFacts, type PlaceReference, placeColumns } from "../../shared/state/place-facts.ts";
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
  const { columns, timeZone } = facts;
  return { ...placeEntityKey(facts), facts: JSON.stringify({ columns, timeZone }) };
}

function factsOfEntity(entity: Entity): PlaceFacts {
  const { columns, timeZone } = JSON.parse(entity.facts ?? "{}") as Pick<PlaceFacts, "columns" | "timeZone">;
  const absent = Object.fromEntries(placeColumns.map((name) => [name, undefined]));
  return { ...referenceOfKey(entity), columns: { ...absent, ...columns }, timeZone };
}

/** The facts that an entity refers to; `undefined` where they are not there. */
export type ReadPlace = (reference: PlaceReference, deadline: Deadline) => Promise<PlaceFacts | undefined>;

/** What is known is not read again: what stands under a reference never changes. */
export function readPlaceTable(calls: Pick<TableCalls, "get">, known: KnownPlaces): ReadPlace {
  return async (reference, deadline) => {
    const remembered = known.get(reference);
    if (remembered !== undefined) return remembered;
    const entity = await calls.get(PLACES_TABLE, placeEntityKey(reference), deadline);
    if (entity === undefined) return undefined;
    const facts = factsOfEntity(entity);
    known.add(facts);
    return facts;
  };
}
