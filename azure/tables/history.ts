/** History: one entity per event in the table of its month, keyed so that the same event written twice is the same entity. */
import type { EventSink } from "../../shared/ports.ts";
import type { Row } from "../../shared/row.ts";
import { eventKeyOf as eventKeyOfRow } from "../../shared/state/keys.ts";
import type { PlaceFacts, PlaceReference } from "../../shared/state/place-facts.ts";
import { slimRow, wholeRow } from "../../shared/state/slim-row.ts";
import { type Entity, placeIn, rowProperties, slimRowOf } from "./entity.ts";
import { eventEntityKey, eventKeyOf } from "./keys.ts";
import { type EntityWriter, putAll } from "./put-all.ts";
import { EXPIRES_AT, expiryText, historyTable } from "./tables.ts";

export interface HistoryTables extends Omit<EntityWriter, "what"> {
  readonly ttlSeconds: number;
  readonly nowMs: () => number;
}

export function tableHistory({ ttlSeconds, nowMs, ...writer }: HistoryTables): EventSink {
  return {
    async write(rows, deadline) {
      const now = nowMs();
      const placed = rows.map((row) => ({
        table: historyTable(row.occurred_at, now, ttlSeconds),
        entity: historyEntity(row, ttlSeconds),
      }));
      return putAll(placed, { ...writer, what: "history" }, deadline);
    },
  };
}

function historyEntity(row: Row, ttlSeconds: number): Entity {
  return {
    ...eventEntityKey(eventKeyOfRow(row)),
    ...rowProperties(slimRow(row)),
    [EXPIRES_AT]: expiryText(Math.ceil(row.occurred_at / 1_000) + ttlSeconds),
  };
}

/** The place whose facts `eventOfEntity` needs. */
export function placeOfEvent(entity: Entity): PlaceReference | undefined {
  return placeIn(entity, eventKeyOf(entity).subject.tenant);
}

/** `facts` are those of the place it refers to. */
export function eventOfEntity(entity: Entity, facts: PlaceFacts | undefined): Row {
  const { subject, ...version } = eventKeyOf(entity);
  return wholeRow(slimRowOf(entity, subject.tenant), subject, version, facts);
}
