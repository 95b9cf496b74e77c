/**
 * Keys as DynamoDB has them: readable, injective, and within 2,048 bytes for a partition and 1,024 for a sort key.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 *
 * A tenant's `#` and `%` are escaped, so that what follows the first two `#` is the subject's id as it is. `-` stands
 * for a tenant that was not named; a tenant called `-` is spelled `%2D`.
 */
import { type Rejected, rejected } from "../../shared/outcome.ts";
import type { SubjectKind } from "../../shared/row.ts";
import type { Aspect } from "../../shared/state/aspects.ts";
import type { EventKey, PlaceKey, StateKey, SubjectKey, Version } from "../../shared/state/keys.ts";
import type { PlaceReference } from "../../shared/state/place-facts.ts";
import type { Item } from "./item.ts";

export interface KeyText {
  readonly pk: string;
  readonly sk: string;
}

/** The key of an item of any of the tables. */
export function keyOfItem({ pk, sk }: Item): KeyText {
  return { pk: pk?.S ?? "", sk: sk?.S ?? "" };
}

const MAX_PARTITION_KEY_BYTES = 2_048;
const MAX_SORT_KEY_BYTES = 1_024;
const SEPARATOR = "#";
const NO_TENANT = "-";
const TIME_DIGITS = 13;
const SLOT_DIGITS = 10;

/** `tenant_id#subject_kind#subject_id` and `occurred_at#record_uid`. */
export function eventKeyText({ subject, ...version }: EventKey): KeyText {
  return { pk: subjectText(subject), sk: versionText(version) };
}

/** `tenant_id#subject_kind#subject_id` and the aspect. */
export function stateKeyText({ subject, aspect }: StateKey): KeyText {
  return { pk: subjectText(subject), sk: aspect };
}

/** `tenant_id#place` and `slot#subject_kind#subject_id#aspect`: the index by location. */
export function placeKeyText(place: PlaceKey, slotMs: number, { subject, aspect }: StateKey): KeyText {
  return {
    pk: placeText(place),
    sk: [slotText(slotMs), subject.kind, subject.id, aspect].join(SEPARATOR),
  };
}

/** Epoch seconds in 10 digits: the least sort key of a slot of the index by location. */
export function slotText(slotMs: number): string {
  return String(slotMs / 1_000).padStart(SLOT_DIGITS, "0");
}

/** `tenant_id#location_id` and the digest: what a place says of itself. */
export function placeReferenceKey({ tenant, locationId, digest }: PlaceReference): KeyText {
  return { pk: placeText({ tenant, id: locationId }), sk: digest };
}

/** `location_id#digest`, as an item of the tenant's refers to it. */
export function placeReferenceText({ locationId, digest }: PlaceReference): string {
  return `${locationId}${SEPARATOR}${digest}`;
}

/** The digest has no separator in it. */
export function placeReferenceOfText(tenant: string | undefined, text: string): PlaceReference {
  const digestAt = text.lastIndexOf(SEPARATOR) + 1;
  return { tenant, locationId: text.slice(0, digestAt - 1), digest: text.slice(digestAt) };
}

export function placeReferenceOfKey({ pk, sk }: KeyText): PlaceReference {
  const { tenant, id } = placeOfText(pk);
  return { tenant, locationId: id, digest: sk };
}

/** `occurred_at` in 13 digits, then the uid: DynamoDB compares bytes, which is the order of versions. */
export function versionText({ occurredAtMs, recordUid }: Version): string {
  return `${String(occurredAtMs).padStart(TIME_DIGITS, "0")}${SEPARATOR}${recordUid}`;
}

export function versionOfText(text: string): Version {
  return { occurredAtMs: Number(text.slice(0, TIME_DIGITS)), recordUid: text.slice(TIME_DIGITS + SEPARATOR.length) };
}

/** `tenant_id#subject_kind#subject_id`. */
export function subjectText({ tenant, kind, id }: SubjectKey): string {
  return `${tenantText(tenant)}${SEPARATOR}${kind}${SEPARATOR}${id}`;
}

function subjectOfText(text: string): SubjectKey {
  const kindAt = text.indexOf(SEPARATOR) + 1;
  const idAt = text.indexOf(SEPARATOR, kindAt) + 1;
  return {
    tenant: tenantOfText(text.slice(0, kindAt - 1)),
    kind: text.slice(kindAt, idAt - 1) as SubjectKind,
    id: text.slice(idAt),
  };
}

export function eventKeyOfText({ pk, sk }: KeyText): EventKey {
  return { subject: subjectOfText(pk), ...versionOfText(sk) };
}

export function stateKeyOfText({ pk, sk }: KeyText): StateKey {
  return { subject: subjectOfText(pk), aspect: sk as Aspect };
}

export function placeOfText(pk: string): PlaceKey {
  const idAt = pk.indexOf(SEPARATOR) + 1;
  return { tenant: tenantOfText(pk.slice(0, idAt - 1)), id: pk.slice(idAt) };
}

/** `tenant_id#place`. */
export function placeText({ tenant, id }: PlaceKey): string {
  return `${tenantText(tenant)}${SEPARATOR}${id}`;
}

function tenantText(tenant: string | undefined): string {
  if (tenant === undefined) return NO_TENANT;
  if (tenant === NO_TENANT) return "%2D";
  return tenant.includes("%") || tenant.includes(SEPARATOR)
    ? tenant.replaceAll("%", "%25").replaceAll(SEPARATOR, "%23")
    : tenant;
}

function tenantOfText(text: string): string | undefined {
  if (text === NO_TENANT) return undefined;
  if (text === "%2D") return NO_TENANT;
  return text.replaceAll("%23", SEPARATOR).replaceAll("%25", "%");
}

/** Why DynamoDB would refuse a key for ever, if it would. */
export function keyProblem({ pk, sk }: KeyText): Rejected | undefined {
  if (isLonger(pk, MAX_PARTITION_KEY_BYTES)) return tooLong("partition", MAX_PARTITION_KEY_BYTES);
  if (isLonger(sk, MAX_SORT_KEY_BYTES)) return tooLong("sort", MAX_SORT_KEY_BYTES);
  return undefined;
}

/** A character has at most three bytes of UTF-8 a UTF-16 unit: most keys need not be measured. */
function isLonger(text: string, bytes: number): boolean {
  return text.length * 3 > bytes && Buffer.byteLength(text) > bytes;
}

function tooLong(key: string, bytes: number): Rejected {
  const message = `the ${key} key of its tenant, subject or recordUid is longer than the ${bytes} bytes DynamoDB takes`;
  return rejected({ stage: "write", code: "invalid-identity", message });
}
