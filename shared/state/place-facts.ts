/**
 * What a place says of itself, its tenant and the pipeline: the same for every event there, so it stands once per place
 * in a table of its own and an item only refers to it. Facts are kept under a digest of their content: a place that is
 * renamed leaves the old name to the events from before, and neither order nor repetition of events matters.
 */
import { mappingOf } from "../normalise/event-types.ts";
import type { ColumnName, Row } from "../row.ts";
import { mergesReadings } from "./aspects.ts";

export const placeColumns = [
  "tenant_name",
  "partner_tenant_id",
  "location_name",
  "location_types",
  "zone_id",
  "zone_name",
  "floor_id",
  "floor_name",
  "floor_number",
  "building_id",
  "building_name",
  "campus_id",
  "campus_name",
  "location_path",
  "map_id",
  "pipeline",
] as const satisfies readonly ColumnName[];

/** The label a place says of itself, where an event says it. */
export const PLACE_LABEL = "time_zone";

export interface PlaceReference {
  readonly tenant: string | undefined;
  readonly locationId: string;
  /** Of the facts. */
  readonly digest: string;
}

export interface PlaceFacts extends PlaceReference {
  readonly columns: Readonly<Pick<Row, (typeof placeColumns)[number]>>;
  readonly timeZone: string | undefined;
}

/** A reference has to fit into the keys of every store; a longer id's facts stay with the event. */
const MAX_LOCATION_ID_LENGTH = 256;

/**
 * The facts to be kept apart; `undefined` for an event without a location tree, whose few facts stay with it. Events of
 * one place are given the same object.
 */
export function placeFactsOf(row: Row): PlaceFacts | undefined {
  const { location_id: locationId, location_path: path } = row;
  if (locationId === undefined || path === undefined || locationId.length > MAX_LOCATION_ID_LENGTH) return undefined;
  const known = seen.get(locationId);
  const found = known?.find((facts) => isSame(facts, row));
  if (found !== undefined) return found;
  const facts = newFacts(row, locationId);
  remember(known, facts);
  return facts;
}

/** The row with the facts that were kept apart. */
export function withPlaceFacts(row: Row, { locationId, columns, timeZone }: PlaceFacts): Row {
  const labels = timeZone === undefined ? row.labels : { ...row.labels, [PLACE_LABEL]: timeZone };
  return { ...row, ...columns, location_id: locationId, labels };
}

/** One text for a map in memory: no two references have the same. */
export function referenceText({ tenant, locationId, digest }: PlaceReference): string {
  return `${digest} ${tenant === undefined ? "" : tenant.length} ${tenant ?? ""} ${locationId}`;
}

const MAX_PLACES_SEEN = 8_192;
/** With and without a map and a time zone, before and after a change. */
const MAX_FACTS_OF_A_PLACE = 16;

/** What was worked out before, by the location's id; only the speed depends on it. */
const seen = new Map<string, readonly PlaceFacts[]>();

function remember(known: readonly PlaceFacts[] | undefined, facts: PlaceFacts): void {
  if (known === undefined && seen.size >= MAX_PLACES_SEEN) seen.clear();
  seen.set(facts.locationId, [facts, ...(known ?? []).slice(0, MAX_FACTS_OF_A_PLACE - 1)]);
}

/** Column by column by name: a loop over names takes ten times as long, and every row passes here more than once. */
function isSame({ tenant, timeZone, columns }: PlaceFacts, row: Row): boolean {
  return (
    columns.location_path === row.location_path &&
    columns.map_id === row.map_id &&
    timeZone === timeZoneOf(row) &&
    tenant === row.tenant_id &&
    columns.tenant_name === row.tenant_name &&
    columns.partner_tenant_id === row.partner_tenant_id &&
    columns.location_name === row.location_name &&
    isSameList(columns.location_types, row.location_types) &&
    columns.zone_id === row.zone_id &&
    columns.zone_name === row.zone_name &&
    columns.floor_id === row.floor_id &&
    columns.floor_name === row.floor_name &&
    columns.floor_number === row.floor_number &&
    columns.building_id === row.building_id &&
    columns.building_name === row.building_name &&
    columns.campus_id === row.campus_id &&
    columns.campus_name === row.campus_name &&
    columns.pipeline === row.pipeline
  );
}

function isSameList(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  if (a === b) return true;
  return a !== undefined && b !== undefined && a.length === b.length && a.every((text, index) => text === b[index]);
}

/**
 * None of an event whose readings are joined with others: the label could be another event's, and what the place is
 * said to be then is in no event, nor in the table of places.
 */
function timeZoneOf({ event_type, labels }: Row): string | undefined {
  const timeZone = labels?.[PLACE_LABEL];
  if (timeZone === undefined) return undefined;
  const aspect = mappingOf(event_type)?.aspect ?? "none";
  return aspect !== "none" && mergesReadings(aspect) ? undefined : timeZone;
}

function newFacts(row: Row, locationId: string): PlaceFacts {
  const columns = Object.fromEntries(placeColumns.map((name) => [name, row[name]])) as PlaceFacts["columns"];
  const timeZone = timeZoneOf(row);
  const digest = digestOf(JSON.stringify([...placeColumns.map((name) => columns[name] ?? null), timeZone ?? null]));
  return { tenant: row.tenant_id, locationId, digest, columns, timeZone };
}

const DIGEST_LENGTH = 7;
const DIGEST_RADIX = 36;

/**
 * 36 bits tell the few contents of one place apart. Two multiplicative lanes, mixed at the end: cyrb53, public domain,
 * https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js
 */
function digestOf(text: string): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 2_654_435_761);
    b = Math.imul(b ^ unit, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  const hash = 2 ** 32 * (b & 0x1fffff) + (a >>> 0);
  return (hash % DIGEST_RADIX ** DIGEST_LENGTH).toString(DIGEST_RADIX).padStart(DIGEST_LENGTH, "0");
}
