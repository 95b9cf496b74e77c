/** All that a store's reader gives back. */
import { eventKeyOf } from "../../shared/state/keys.ts";
import type { TablesReader } from "../../shared/state/tables-reader.ts";
import { comparable, eventText, type StoredTables, stateText } from "../../test/support/stored-tables.ts";

export async function storedBy(reader: Pick<TablesReader, "allEvents" | "allState">): Promise<StoredTables> {
  const events = await reader.allEvents();
  const state = await reader.allState();
  return {
    events: Object.fromEntries(events.map((row) => [eventText(eventKeyOf(row)), comparable(row)])),
    state: Object.fromEntries(state.map(({ key, row, place }) => [stateText(key), { row: comparable(row), place }])),
  };
}
