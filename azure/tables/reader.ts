/** Reads the tables as rows, whole: what a key says and what a place says is put back. All calls are paged to their end. */
import { odata } from "@azure/data-tables";
import { forEachConcurrently } from "../../shared/batch/concurrency.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import type { Row } from "../../shared/row.ts";
import { placeText, subjectText, versionRange } from "../../shared/state/key-text.ts";
import { knownPlaces } from "../../shared/state/known-places.ts";
import type { PlaceFacts, PlaceReference } from "../../shared/state/place-facts.ts";
import { seenAtMs, slotOf } from "../../shared/state/seen.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import type { TablesReader } from "../../shared/state/tables-reader.ts";
import type { StoredEntity, TableReadCalls } from "./calls.ts";
import { eventOfEntity, placeOfEvent } from "./history.ts";
import { placeIndexEntryOf, slotText, stateEntityKey } from "./keys.ts";
import { factsOfEntity, readPlaceTable } from "./place-table.ts";
import { placeOfState, stateOfEntity } from "./state-entity.ts";
import { BY_PLACE_TABLE, historyTables, isHistory, PLACES_TABLE, STATE_TABLE } from "./tables.ts";

const CONCURRENT_READS = 32;

export interface TableReaderOptions {
  readonly calls: TableReadCalls;
  readonly historyTtlSeconds: number;
  readonly nowMs: () => number;
}

export function tableReader({ calls, historyTtlSeconds, nowMs }: TableReaderOptions): TablesReader {
  const readPlace = readPlaceTable(calls, knownPlaces());
  const factsOf = (place: PlaceReference | undefined) => place && readPlace(place, noDeadline);
  const stateOfOne = async (entity: StoredEntity) => stateOfEntity(entity, await factsOf(placeOfState(entity)));
  const eventOfOne = async (entity: StoredEntity) => eventOfEntity(entity, await factsOf(placeOfEvent(entity)));

  /** One that a wrong clock put into a table for such is in its month's, too, when it came again later: it is one event. */
  async function events(tables: readonly string[], filter?: string): Promise<readonly Row[]> {
    const found = new Map<string, StoredEntity>();
    for (const table of tables)
      for await (const entity of calls.query(table, filter))
        found.set(`${entity.partitionKey}/${entity.rowKey}`, entity);
    return Promise.all([...found.values()].map(eventOfOne));
  }

  return {
    async allState() {
      const items: StateItem[] = [];
      for await (const entity of calls.query(STATE_TABLE)) items.push(await stateOfOne(entity));
      return items;
    },
    async allEvents() {
      const tables: string[] = [];
      for await (const table of calls.tables()) if (isHistory(table)) tables.push(table);
      return events(tables);
    },
    async allPlaces() {
      const places: PlaceFacts[] = [];
      for await (const entity of calls.query(PLACES_TABLE)) places.push(factsOfEntity(entity));
      return places;
    },
    async stateOf(subject) {
      const items: StateItem[] = [];
      for await (const entity of calls.query(STATE_TABLE, odata`PartitionKey eq ${subjectText(subject)}`))
        items.push(await stateOfOne(entity));
      return items;
    },
    async stateAt(place, seenSinceMs) {
      const at = placeText(place);
      const filter = odata`PartitionKey eq ${at} and RowKey ge ${slotText(slotOf(seenSinceMs))}`;
      const keys = new Map<string, ReturnType<typeof stateEntityKey>>();
      for await (const entity of calls.query(BY_PLACE_TABLE, filter)) {
        const key = stateEntityKey(placeIndexEntryOf(entity).key);
        keys.set(`${key.partitionKey}/${key.rowKey}`, key);
      }
      const items: StateItem[] = [];
      await forEachConcurrently([...keys.values()], CONCURRENT_READS, async (key) => {
        const entity = await calls.get(STATE_TABLE, key, noDeadline);
        if (entity !== undefined) items.push(await stateOfOne(entity));
      });
      // The index is a moment behind: who has left by now is not here.
      return items.filter(
        (item) => item.place !== undefined && placeText(item.place) === at && seenAtMs(item.row) >= seenSinceMs,
      );
    },
    async history(subject, fromMs, toMs) {
      const { from, before } = versionRange(fromMs, toMs);
      const filter = odata`PartitionKey eq ${subjectText(subject)} and RowKey ge ${from} and RowKey lt ${before}`;
      const rows = await events(historyTables(fromMs, toMs, nowMs(), historyTtlSeconds), filter);
      return rows.toSorted((a, b) => b.occurred_at - a.occurred_at);
    },
  };
}
