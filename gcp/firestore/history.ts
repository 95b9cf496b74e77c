/** History: one document per event, its id from the event's identity, so that the same event written twice is the same document. */
import type { EventSink } from "../../shared/ports.ts";
import type { Row } from "../../shared/row.ts";
import { eventKeyOf as eventKeyOfRow } from "../../shared/state/keys.ts";
import type { PlaceFacts, PlaceReference } from "../../shared/state/place-facts.ts";
import { slimRow, wholeRow } from "../../shared/state/slim-row.ts";
import { EVENTS, EXPIRES_AT } from "./collections.ts";
import { type Document, placeIn, rowFields, slimRowOf } from "./document.ts";
import { eventId, eventKeyOf } from "./keys.ts";
import { type DocumentWriter, putAll } from "./put-all.ts";

export interface HistoryCollection extends Omit<DocumentWriter, "what"> {
  readonly ttlSeconds: number;
}

export function firestoreHistory({ ttlSeconds, ...writer }: HistoryCollection): EventSink {
  return {
    write: (rows, deadline) =>
      putAll(
        rows.map((row) => historyDocument(row, ttlSeconds)),
        { ...writer, what: "history" },
        deadline,
      ),
  };
}

function historyDocument(row: Row, ttlSeconds: number): Document {
  return {
    collection: EVENTS,
    id: eventId(eventKeyOfRow(row)),
    fields: { ...rowFields(slimRow(row)), [EXPIRES_AT]: new Date(row.occurred_at + ttlSeconds * 1_000) },
  };
}

/** The place whose facts `eventOf` needs. */
export function placeOfEvent({ id, fields }: Document): PlaceReference | undefined {
  return placeIn(fields, eventKeyOf(id).subject.tenant);
}

/** `facts` are those of the place it refers to. */
export function eventOf({ id, fields }: Document, facts: PlaceFacts | undefined): Row {
  const { subject, ...version } = eventKeyOf(id);
  return wholeRow(slimRowOf(fields, subject.tenant), subject, version, facts);
}
