/** The smallest store: the contract every other one is held to, in memory. Read this one first. */
import type { EventSink } from "../../shared/ports.ts";
import { newRow, type Row } from "../../shared/row.ts";
import { isFoundByPlace } from "../../shared/state/aspects.ts";
import { foldState } from "../../shared/state/fold.ts";
import { placeKey, subjectKey, versionOf } from "../../shared/state/keys.ts";
import { join, type MergedState, rowOf } from "../../shared/state/merged-state.ts";

/** What a store holds, in a shape that every store can be asked for. */
export interface StoredTables {
  /** By `pk sk`: the row. */
  readonly events: Readonly<Record<string, Row>>;
  /** By `pk aspect`: the row of the state, and the place it is found under. */
  readonly state: Readonly<Record<string, { readonly row: Row; readonly place: string | undefined }>>;
}

export interface MemoryStore extends EventSink {
  tables(): Promise<StoredTables>;
}

export function memoryStore(): MemoryStore {
  const events = new Map<string, Row>();
  const replaced = new Map<string, { version: string; row: Row }>();
  const merged = new Map<string, MergedState>();
  return {
    async write(rows) {
      for (const row of rows) events.set(`${subjectKey(row)} ${versionOf(row)}`, row);
      for (const write of foldState(rows, Date.now())) {
        const key = `${write.pk} ${write.aspect}`;
        if (write.kind === "merge") {
          const known = merged.get(key);
          merged.set(key, known === undefined ? write.state : join(known, write.state));
        } else if ((replaced.get(key)?.version ?? "") < write.version) replaced.set(key, write);
      }
      return [];
    },
    async tables() {
      const state = [...replaced, ...[...merged].map(([key, kept]) => [key, { row: rowOf(kept) }] as const)];
      return {
        events: Object.fromEntries([...events].map(([key, row]) => [key, comparable(row)])),
        state: Object.fromEntries(
          state.map(([key, { row }]) => [
            key,
            { row: comparable(row), place: isFoundByPlace(row) ? placeKey(row) : undefined },
          ]),
        ),
      };
    },
  };
}

/** A row as stores can give it back: no payload, maps in order of their keys. */
export function comparable(row: Row): Row {
  return {
    ...newRow("", "", 0, 0, ""),
    ...row,
    payload: undefined,
    measurements: inOrder(row.measurements),
    labels: inOrder(row.labels),
  };
}

function inOrder<T>(map: Record<string, T> | undefined): Record<string, T> | undefined {
  return map === undefined ? undefined : Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
