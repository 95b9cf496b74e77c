/** The smallest store: the ports in memory. Read this one first. */
import type { EventSink, StateTable } from "../../shared/ports.ts";
import type { Row } from "../../shared/row.ts";
import { eventKeyOf, isNewer } from "../../shared/state/keys.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import { tablesSink } from "../../shared/state/tables-sink.ts";
import { comparable, eventText, stateText, type TestStore } from "./stored-tables.ts";

/** The token is the item itself: unchanged when it is the same one. */
export function memoryStateTable(items: Map<string, StateItem>): StateTable<StateItem> {
  return {
    async read(key) {
      const item = items.get(stateText(key));
      return item && { item, token: item };
    },
    async putIfNewer(item) {
      const known = items.get(stateText(item.key));
      if (known === undefined || isNewer(item.version, known.version)) items.set(stateText(item.key), item);
    },
    async putIfUnchanged(item, token) {
      if (items.get(stateText(item.key)) !== token) return false;
      items.set(stateText(item.key), item);
      return true;
    },
    classify: () => "other",
  };
}

export function memoryStore(): TestStore {
  const events = new Map<string, Row>();
  const items = new Map<string, StateItem>();
  const history: EventSink = {
    async write(rows) {
      for (const row of rows) events.set(eventText(eventKeyOf(row)), row);
      return [];
    },
  };
  const sink = tablesSink(history, {
    table: memoryStateTable(items),
    backOff: { wait: async () => {} },
    personalTtlSeconds: 86_400,
    concurrentWrites: 8,
    nowMs: Date.now,
  });
  return {
    ...sink,
    tables: async () => ({
      events: Object.fromEntries([...events].map(([key, row]) => [key, comparable(row)])),
      state: Object.fromEntries([...items].map(([key, { row, place }]) => [key, { row: comparable(row), place }])),
    }),
  };
}
