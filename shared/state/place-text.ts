/** The facts of a place as one text, for stores that keep them as one value; the reference is its key. */
import { type PlaceFacts, type PlaceReference, placeColumns } from "./place-facts.ts";

export function factsText({ columns, timeZone }: PlaceFacts): string {
  return JSON.stringify({ columns, timeZone });
}

export function factsOfText(reference: PlaceReference, text: string): PlaceFacts {
  const { columns, timeZone } = JSON.parse(text) as Pick<PlaceFacts, "columns" | "timeZone">;
  const absent = Object.fromEntries(placeColumns.map((name) => [name, undefined]));
  return { ...reference, columns: { ...absent, ...columns }, timeZone };
}
