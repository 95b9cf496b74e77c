/**
 * The keys of history and state, as values. Each store spells them in its own way: injectively, decodable, within its
 * own limits. Two subjects, tenants or events never share a key.
 */
import type { Row, SubjectKind } from "../row.ts";
import type { Aspect } from "./aspects.ts";

/** What an event is about. `tenant` is `undefined` for a tenant that was not named, which no tenant's id can spell. */
export interface SubjectKey {
  readonly tenant: string | undefined;
  readonly kind: SubjectKind;
  readonly id: string;
}

/** Orders a subject's events; the same event has the same one, however often it comes. */
export interface Version {
  readonly occurredAtMs: number;
  readonly recordUid: string;
}

/** One event of history: its whole identity. */
export interface EventKey extends Version {
  readonly subject: SubjectKey;
}

/** One item of state. */
export interface StateKey {
  readonly subject: SubjectKey;
  readonly aspect: Aspect;
}

/** The place a state item is found under: its floor, else its location. */
export interface PlaceKey {
  readonly tenant: string | undefined;
  readonly id: string;
}

export function subjectOf(row: Row): SubjectKey {
  return { tenant: row.tenant_id, kind: row.subject_kind, id: row.subject_id };
}

export function versionOf(row: Row): Version {
  return { occurredAtMs: row.occurred_at, recordUid: row.record_uid };
}

export function eventKeyOf(row: Row): EventKey {
  return { subject: subjectOf(row), occurredAtMs: row.occurred_at, recordUid: row.record_uid };
}

export function placeOf(row: Row): PlaceKey | undefined {
  const id = row.floor_id ?? row.location_id;
  return id === undefined ? undefined : { tenant: row.tenant_id, id };
}

/** Whether two rows are about the same subject. */
export function isSameSubject(a: Row, b: Row): boolean {
  return a.subject_id === b.subject_id && a.subject_kind === b.subject_kind && a.tenant_id === b.tenant_id;
}

/** A subject as one text for a map in memory: no two subjects have the same. */
export function subjectText({ tenant, kind, id }: SubjectKey): string {
  return `${kind} ${tenant === undefined ? "" : `${tenant.length} ${tenant}`} ${id}`;
}

/** An item of state, as `subjectText`. */
export function stateText({ subject, aspect }: StateKey): string {
  return `${aspect} ${subjectText(subject)}`;
}

/** Negative when `a` is older. Ties in time are ordered by the uid's code points: the order of its UTF-8 bytes, which stores compare. */
export function compareVersions(a: Version, b: Version): number {
  return a.occurredAtMs - b.occurredAtMs || compareCodePoints(a.recordUid, b.recordUid);
}

export function isNewer(a: Version, b: Version): boolean {
  return compareVersions(a, b) > 0;
}

const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;

/** JavaScript compares UTF-16 units, in which a character beyond U+FFFF (surrogates) comes before U+E000. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const unitA = a.charCodeAt(at);
    const unitB = b.charCodeAt(at);
    if (unitA !== unitB) return isSurrogate(unitA) === isSurrogate(unitB) ? unitA - unitB : isSurrogate(unitA) ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= FIRST_SURROGATE && unit <= LAST_SURROGATE;
}
