/**
 * State that is last-writer-wins per reading. A merged state is a join of events: commutative, associative and
 * idempotent, so that any order, split or repetition of the events ends in the same state.
 */
import type { Row } from "../row.ts";
import { versionOf } from "./keys.ts";

/** Columns that are readings of their own: a camera's people count does not undo the Wi-Fi's device count. */
const readingColumns = [
  "people_count",
  "active_count",
  "inactive_count",
  "associated_count",
  "probing_count",
  "count_delta",
] as const;

interface Reading<T> {
  readonly value: T;
  readonly version: string;
}

type Readings<T> = ReadonlyMap<string, Reading<T>>;

export interface MergedState {
  /** The newest event: its columns, except the readings, are the state's. */
  readonly newest: Row;
  readonly version: string;
  readonly counts: Readings<number>;
  readonly measurements: Readings<number>;
  readonly labels: Readings<string>;
}

/** What one event says. */
export function mergedStateOf(row: Row): MergedState {
  const version = versionOf(row);
  const counts = new Map<string, Reading<number>>();
  for (const column of readingColumns) {
    const value = row[column];
    if (value !== undefined) counts.set(column, { value, version });
  }
  return {
    newest: row,
    version,
    counts,
    measurements: versioned(row.measurements, version),
    labels: versioned(row.labels, version),
  };
}

function versioned<T>(readings: Readonly<Record<string, T>> | undefined, version: string): Readings<T> {
  const all = new Map(Object.entries(readings ?? {}).map(([key, value]) => [key, { value, version }]));
  return all.size <= MAX_READINGS ? all : newestOf(all);
}

/** Both, each reading from whichever is newer. Answers `a` itself when `b` adds nothing. */
export function join(a: MergedState, b: MergedState): MergedState {
  const counts = joinReadings(a.counts, b.counts);
  const measurements = joinReadings(a.measurements, b.measurements);
  const labels = joinReadings(a.labels, b.labels);
  const newer = b.version > a.version ? b : a;
  if (newer === a && counts === a.counts && measurements === a.measurements && labels === a.labels) return a;
  return { newest: newer.newest, version: newer.version, counts, measurements, labels };
}

/** Keys can be made of data (a radio band, a unit): an item must not grow without bound. The newest readings are kept. */
const MAX_READINGS = 200;

function joinReadings<T>(a: Readings<T>, b: Readings<T>): Readings<T> {
  let joined: Map<string, Reading<T>> | undefined;
  for (const [key, reading] of b) {
    const known = a.get(key);
    if (known !== undefined && known.version >= reading.version) continue;
    joined ??= new Map(a);
    joined.set(key, reading);
  }
  return joined === undefined || joined.size <= MAX_READINGS ? (joined ?? a) : newestOf(joined);
}

/** By version, then by key: which are kept does not depend on the order in which they came. */
function newestOf<T>(readings: Readings<T>): Readings<T> {
  const order = ([keyA, a]: [string, Reading<T>], [keyB, b]: [string, Reading<T>]) =>
    a.version === b.version ? (keyA < keyB ? -1 : 1) : a.version > b.version ? -1 : 1;
  return new Map([...readings].sort(order).slice(0, MAX_READINGS));
}

/** The state as a row: the newest event's columns with every reading. */
export function rowOf(state: MergedState): Row {
  const row: Row = { ...state.newest, measurements: plain(state.measurements), labels: plain(state.labels) };
  for (const column of readingColumns) row[column] = state.counts.get(column)?.value;
  return row;
}

function plain<T>(readings: Readings<T>): Record<string, T> | undefined {
  if (readings.size === 0) return undefined;
  return Object.fromEntries([...readings].map(([key, { value }]) => [key, value]));
}

const groups = ["counts", "measurements", "labels"] as const;

/** The versions of the readings older than the state itself, by `group.key`; what a store keeps beside the row. */
export function olderVersions(state: MergedState): Record<string, string> {
  const versions: Record<string, string> = {};
  for (const group of groups) {
    for (const [key, { version }] of state[group]) if (version !== state.version) versions[`${group}.${key}`] = version;
  }
  return versions;
}

/** The state a store kept as `rowOf` and `olderVersions`. */
export function restoreState(row: Row, version: string, versions: Readonly<Record<string, string>>): MergedState {
  const state = mergedStateOf(row);
  return {
    newest: row,
    version,
    counts: restoreVersions("counts", state.counts, version, versions),
    measurements: restoreVersions("measurements", state.measurements, version, versions),
    labels: restoreVersions("labels", state.labels, version, versions),
  };
}

function restoreVersions<T>(
  group: (typeof groups)[number],
  readings: Readings<T>,
  version: string,
  versions: Readonly<Record<string, string>>,
): Readings<T> {
  return new Map(
    [...readings].map(([key, { value }]) => [key, { value, version: versions[`${group}.${key}`] ?? version }]),
  );
}
