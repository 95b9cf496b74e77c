/**
 * State that is last-writer-wins per reading. A merged state is a join of events: commutative, associative and
 * idempotent, so that any order, split or repetition of the events ends in the same state.
 */
import type { Row } from "../row.ts";
import { compareCodePoints, compareVersions, isNewer, type Version, versionOf } from "./keys.ts";

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
  readonly version: Version;
}

type Readings<T> = ReadonlyMap<string, Reading<T>>;

export interface MergedState {
  /** The newest event: its columns, except the readings, are the state's. */
  readonly newest: Row;
  readonly version: Version;
  readonly counts: Readings<number>;
  readonly measurements: Readings<number>;
  readonly labels: Readings<string>;
}

/**
 * Keys can be made of data (a radio band, a unit): an item must not grow without bound. The newest readings are kept.
 * 64 labels of 1,024 characters are at most 192 KiB, and stay within every store's item with their versions.
 */
const MAX_MEASUREMENTS = 200;
const MAX_LABELS = 64;

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
    measurements: versioned(row.measurements, version, MAX_MEASUREMENTS),
    labels: versioned(row.labels, version, MAX_LABELS),
  };
}

function versioned<T>(readings: Readonly<Record<string, T>> | undefined, version: Version, most: number): Readings<T> {
  return newestOf(new Map(Object.entries(readings ?? {}).map(([key, value]) => [key, { value, version }])), most);
}

/** Both, each reading from whichever is newer. Answers `a` itself when `b` adds nothing. */
export function join(a: MergedState, b: MergedState): MergedState {
  const counts = joinReadings(a.counts, b.counts, readingColumns.length);
  const measurements = joinReadings(a.measurements, b.measurements, MAX_MEASUREMENTS);
  const labels = joinReadings(a.labels, b.labels, MAX_LABELS);
  const newer = isNewer(b.version, a.version) ? b : a;
  if (newer === a && counts === a.counts && measurements === a.measurements && labels === a.labels) return a;
  return { newest: newer.newest, version: newer.version, counts, measurements, labels };
}

function joinReadings<T>(a: Readings<T>, b: Readings<T>, most: number): Readings<T> {
  let joined: Map<string, Reading<T>> | undefined;
  for (const [key, reading] of b) {
    const known = a.get(key);
    if (known !== undefined && !isNewer(reading.version, known.version)) continue;
    joined ??= new Map(a);
    joined.set(key, reading);
  }
  if (joined === undefined) return a;
  const kept = newestOf(joined, most);
  return isSame(kept, a) ? a : kept;
}

/** By version, then by key: which are kept does not depend on the order in which they came. */
function newestOf<T>(readings: Readings<T>, most: number): Readings<T> {
  if (readings.size <= most) return readings;
  const order = ([keyA, a]: [string, Reading<T>], [keyB, b]: [string, Reading<T>]) =>
    compareVersions(b.version, a.version) || compareCodePoints(keyA, keyB);
  return new Map([...readings].sort(order).slice(0, most));
}

/** What was too old to be kept adds nothing. */
function isSame<T>(a: Readings<T>, b: Readings<T>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, reading] of a) if (b.get(key) !== reading) return false;
  return true;
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
export function olderVersions(state: MergedState): Record<string, Version> {
  const versions: Record<string, Version> = {};
  for (const group of groups) {
    for (const [key, { version }] of state[group])
      if (compareVersions(version, state.version) !== 0) versions[`${group}.${key}`] = version;
  }
  return versions;
}

/** The state a store kept as `rowOf` and `olderVersions`. */
export function restoreState(row: Row, version: Version, versions: Readonly<Record<string, Version>>): MergedState {
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
  version: Version,
  versions: Readonly<Record<string, Version>>,
): Readings<T> {
  return new Map(
    [...readings].map(([key, { value }]) => [key, { value, version: versions[`${group}.${key}`] ?? version }]),
  );
}
