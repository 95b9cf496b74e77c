/** What a store holds, in a shape every store can be asked for. */
import type { EventSink } from "../../shared/ports.ts";
import { newRow, type Row } from "../../shared/row.ts";
import type { EventKey, PlaceKey, StateKey } from "../../shared/state/keys.ts";

export interface StoredTables {
  /** By `eventText`. */
  readonly events: Readonly<Record<string, Row>>;
  /** By `stateText`: the row of the state, and the place it is found under. */
  readonly state: Readonly<Record<string, { readonly row: Row; readonly place: PlaceKey | undefined }>>;
}

/** A store under test, which can tell what it holds. */
export interface TestStore extends EventSink {
  tables(): Promise<StoredTables>;
}

/** `tenant#kind#id time#uid`, for people who read a test. */
export function eventText({ subject, occurredAtMs, recordUid }: EventKey): string {
  return `${subject.tenant}#${subject.kind}#${subject.id} ${occurredAtMs}#${recordUid}`;
}

/** `tenant#kind#id aspect`. */
export function stateText({ subject, aspect }: StateKey): string {
  return `${subject.tenant}#${subject.kind}#${subject.id} ${aspect}`;
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
