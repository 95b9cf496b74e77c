/** Reads the collections as rows, whole: what an id says and what a place says is put back. All calls are paged to their end. */
import { noDeadline } from "../../shared/batch/deadline.ts";
import type { Row } from "../../shared/row.ts";
import { placeText } from "../../shared/state/key-text.ts";
import { knownPlaces } from "../../shared/state/known-places.ts";
import type { PlaceFacts, PlaceReference } from "../../shared/state/place-facts.ts";
import { seenAtMs, slotOf } from "../../shared/state/seen.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import type { TablesReader } from "../../shared/state/tables-reader.ts";
import type { DocumentReadCalls, StoredDocument } from "./calls.ts";
import { EVENTS, PLACES, STATE } from "./collections.ts";
import { eventOf, placeOfEvent } from "./history.ts";
import { eventIds, subjectIds } from "./keys.ts";
import { factsOf, readFirestorePlace } from "./place-table.ts";
import { placeOfState, slotSeconds, stateOf } from "./state-document.ts";

export function firestoreReader(calls: DocumentReadCalls): TablesReader {
  const readPlace = readFirestorePlace(calls, knownPlaces());
  const factsAt = (place: PlaceReference | undefined) => place && readPlace(place, noDeadline);

  async function states(documents: AsyncIterable<StoredDocument>): Promise<readonly StateItem[]> {
    const items: StateItem[] = [];
    for await (const document of documents) items.push(stateOf(document, await factsAt(placeOfState(document))));
    return items;
  }

  async function events(documents: AsyncIterable<StoredDocument>): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for await (const document of documents) rows.push(eventOf(document, await factsAt(placeOfEvent(document))));
    return rows;
  }

  return {
    allState: () => states(calls.list(STATE)),
    allEvents: () => events(calls.list(EVENTS)),
    async allPlaces() {
      const places: PlaceFacts[] = [];
      for await (const document of calls.list(PLACES)) places.push(factsOf(document));
      return places;
    },
    stateOf: (subject) => states(calls.list(STATE, subjectIds(subject))),
    async stateAt(place, seenSinceMs) {
      const items = await states(calls.atPlace(placeText(place), slotSeconds(slotOf(seenSinceMs))));
      // The slot is of five minutes: some of those in it were seen before.
      return items.filter(({ row }) => seenAtMs(row) >= seenSinceMs);
    },
    async history(subject, fromMs, toMs) {
      return (await events(calls.list(EVENTS, eventIds(subject, fromMs, toMs)))).toReversed();
    },
  };
}
