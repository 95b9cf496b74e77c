/**
 * Keys as Table Storage has them: readable, injective, decodable, within 512 UTF-16 units each (1 KiB), without `/ \ # ?`
 * and control characters. https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model
 *
 * Parts are joined by `!`; in a part, `!`, `~`, `%` and whatever the service refuses is `~` and four hex digits. `-`
 * stands for a tenant that was not named; a tenant called `-` is `~002d`.
 */
import { type Rejected, rejected } from "../../shared/outcome.ts";
import type { SubjectKind } from "../../shared/row.ts";
import type { Aspect } from "../../shared/state/aspects.ts";
import type { EventKey, PlaceKey, StateKey, SubjectKey, Version } from "../../shared/state/keys.ts";
import type { PlaceReference } from "../../shared/state/place-facts.ts";

export interface EntityKey {
  readonly partitionKey: string;
  readonly rowKey: string;
}

const MAX_KEY_LENGTH = 512;
const SEPARATOR = "!";
const NO_TENANT = "-";
const TENANT_CALLED_DASH = "~002d";
const TIME_DIGITS = 13;
const SLOT_DIGITS = 10;

/** `tenant!kind!id` and `time!uid`. */
export function eventEntityKey({ subject, ...version }: EventKey): EntityKey {
  return { partitionKey: subjectText(subject), rowKey: versionText(version) };
}

export function eventKeyOf({ partitionKey, rowKey }: EntityKey): EventKey {
  return { subject: subjectOfText(partitionKey), ...versionOfText(rowKey) };
}

/** `tenant!kind!id` and the aspect. */
export function stateEntityKey({ subject, aspect }: StateKey): EntityKey {
  return { partitionKey: subjectText(subject), rowKey: aspect };
}

export function stateKeyOf({ partitionKey, rowKey }: EntityKey): StateKey {
  return { subject: subjectOfText(partitionKey), aspect: rowKey as Aspect };
}

/** `tenant!place` and `slot!kind!id!aspect`: who was last seen there. */
export function placeIndexKey(place: PlaceKey, slotMs: number, { subject, aspect }: StateKey): EntityKey {
  return {
    partitionKey: placeText(place),
    rowKey: [slotText(slotMs), subject.kind, escaped(subject.id), aspect].join(SEPARATOR),
  };
}

/** What stands at a place in the index; the tenant is the place's. */
export function placeIndexEntryOf({ partitionKey, rowKey }: EntityKey): {
  readonly key: StateKey;
  readonly slotMs: number;
} {
  const [tenant = ""] = partitionKey.split(SEPARATOR);
  const [slot = "", kind = "", id = "", aspect = ""] = rowKey.split(SEPARATOR);
  return {
    key: {
      subject: { tenant: tenantOfText(tenant), kind: kind as SubjectKind, id: unescaped(id) },
      aspect: aspect as Aspect,
    },
    slotMs: Number(slot) * 1_000,
  };
}

/** `tenant` and `location!digest`. */
export function placeEntityKey(reference: PlaceReference): EntityKey {
  return { partitionKey: tenantText(reference.tenant), rowKey: referenceText(reference) };
}

/** `location!digest`, as an entity of the tenant's refers to it. */
export function referenceText({ locationId, digest }: PlaceReference): string {
  return `${escaped(locationId)}${SEPARATOR}${digest}`;
}

export function referenceOfText(tenant: string | undefined, text: string): PlaceReference {
  const [locationId = "", digest = ""] = text.split(SEPARATOR);
  return { tenant, locationId: unescaped(locationId), digest };
}

export function referenceOfKey({ partitionKey, rowKey }: EntityKey): PlaceReference {
  return referenceOfText(tenantOfText(partitionKey), rowKey);
}

/** `occurred_at` in 13 digits, then the uid. */
export function versionText({ occurredAtMs, recordUid }: Version): string {
  return `${timeText(occurredAtMs)}${SEPARATOR}${escaped(recordUid)}`;
}

export function versionOfText(text: string): Version {
  return {
    occurredAtMs: Number(text.slice(0, TIME_DIGITS)),
    recordUid: unescaped(text.slice(TIME_DIGITS + SEPARATOR.length)),
  };
}

export function timeText(ms: number): string {
  return String(ms).padStart(TIME_DIGITS, "0");
}

/** Epoch seconds: the least row key of a slot of the index. */
export function slotText(slotMs: number): string {
  return String(slotMs / 1_000).padStart(SLOT_DIGITS, "0");
}

export function subjectText({ tenant, kind, id }: SubjectKey): string {
  return [tenantText(tenant), kind, escaped(id)].join(SEPARATOR);
}

function subjectOfText(text: string): SubjectKey {
  const [tenant = "", kind = "", id = ""] = text.split(SEPARATOR);
  return { tenant: tenantOfText(tenant), kind: kind as SubjectKind, id: unescaped(id) };
}

export function placeText({ tenant, id }: PlaceKey): string {
  return [tenantText(tenant), escaped(id)].join(SEPARATOR);
}

export function placeOfText(text: string): PlaceKey {
  const [tenant = "", id = ""] = text.split(SEPARATOR);
  return { tenant: tenantOfText(tenant), id: unescaped(id) };
}

function tenantText(tenant: string | undefined): string {
  if (tenant === undefined) return NO_TENANT;
  return tenant === NO_TENANT ? TENANT_CALLED_DASH : escaped(tenant);
}

function tenantOfText(text: string): string | undefined {
  return text === NO_TENANT ? undefined : unescaped(text);
}

/** Refused by the service, used by this spelling, or half of a character, of which UTF-8 has none. */
const UNSPEAKABLE = /[!~%/\\#?\p{Cc}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

function escaped(text: string): string {
  return text.replace(UNSPEAKABLE, (unit) => `~${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function unescaped(text: string): string {
  return text.replace(/~([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Why Table Storage would refuse a key for ever, if it would. */
export function keyProblem({ partitionKey, rowKey }: EntityKey): Rejected | undefined {
  const long = partitionKey.length > MAX_KEY_LENGTH ? "partition" : rowKey.length > MAX_KEY_LENGTH ? "row" : undefined;
  if (long === undefined) return undefined;
  const message = `the ${long} key of its tenant, subject, place or recordUid has more than the ${MAX_KEY_LENGTH} characters Table Storage takes`;
  return rejected({ stage: "write", code: "invalid-identity", message });
}
