/** The keys of history and state, the same in every cloud's tables. */
import type { Row } from "../row.ts";
import type { Aspect } from "./aspects.ts";

/** Stands for a tenant that was not named (activation events of the sandbox, KEEP_ALIVE). */
const NO_TENANT = "-";
const SEPARATOR = "#";
const TIME_DIGITS = 13;

/** `tenant_id#subject_kind#subject_id`: what an event is about. */
export function subjectKey(row: Row): string {
  return `${tenantKey(row)}${SEPARATOR}${row.subject_kind}${SEPARATOR}${row.subject_id}`;
}

/** `occurred_at#record_uid`: orders a subject's events in time; the same event has the same one, however often it comes. */
export function versionOf(row: Row): string {
  return `${String(row.occurred_at).padStart(TIME_DIGITS, "0")}${SEPARATOR}${row.record_uid}`;
}

/** `tenant_id#floor_id`, else `tenant_id#location_id`: the place a state item is found under. */
export function placeKey(row: Row): string | undefined {
  const place = row.floor_id ?? row.location_id;
  return place === undefined ? undefined : `${tenantKey(row)}${SEPARATOR}${place}`;
}

/** `subject_kind#subject_id#aspect`: what is at the place. */
export function occupantKey(row: Row, aspect: Aspect): string {
  return `${row.subject_kind}${SEPARATOR}${row.subject_id}${SEPARATOR}${aspect}`;
}

/** The separator in a tenant's own id would let two tenants share a key. */
function tenantKey(row: Row): string {
  return row.tenant_id?.replaceAll(SEPARATOR, "%23") ?? NO_TENANT;
}
