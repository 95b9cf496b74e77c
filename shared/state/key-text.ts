/**
 * Keys as readable text, for stores whose key is one: injective, decodable, ordered by time within a subject.
 *
 * Parts are joined by `!`; in a part, `!`, `~`, `%`, `/ \ # ?`, control characters and halves of a character (of which
 * UTF-8 has none) are `~` and four hex digits. `-` stands for a tenant that was not named; a tenant called `-` is `~002d`.
 */
import type { SubjectKind } from "../row.ts";
import type { PlaceKey, SubjectKey, Version } from "./keys.ts";
import type { PlaceReference } from "./place-facts.ts";

export const SEPARATOR = "!";
const NO_TENANT = "-";
const TENANT_CALLED_DASH = "~002d";
const TIME_DIGITS = 13;
const LAST_TIME_MS = 10 ** TIME_DIGITS - 1;
/** The character after the separator: what begins with a text and the separator is before the text and this. */
export const AFTER_SEPARATOR = '"';

/** `tenant!kind!id`. */
export function subjectText({ tenant, kind, id }: SubjectKey): string {
  return [tenantText(tenant), kind, escaped(id)].join(SEPARATOR);
}

export function subjectOfText(text: string): SubjectKey {
  const [tenant = "", kind = "", id = ""] = text.split(SEPARATOR);
  return { tenant: tenantOfText(tenant), kind: kind as SubjectKind, id: unescaped(id) };
}

/** `tenant!place`. */
export function placeText({ tenant, id }: PlaceKey): string {
  return [tenantText(tenant), escaped(id)].join(SEPARATOR);
}

export function placeOfText(text: string): PlaceKey {
  const [tenant = "", id = ""] = text.split(SEPARATOR);
  return { tenant: tenantOfText(tenant), id: unescaped(id) };
}

/** `location!digest`, as an item of the tenant's refers to it. */
export function referenceText({ locationId, digest }: PlaceReference): string {
  return `${escaped(locationId)}${SEPARATOR}${digest}`;
}

export function referenceOfText(tenant: string | undefined, text: string): PlaceReference {
  const [locationId = "", digest = ""] = text.split(SEPARATOR);
  return { tenant, locationId: unescaped(locationId), digest };
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

/** The texts of versions between two times, both included: from the first, which is in it, to the last, which is not. */
export function versionRange(fromMs: number, toMs: number): { readonly from: string; readonly before: string } {
  return { from: firstText(Math.ceil(fromMs)), before: firstText(Math.floor(toMs) + 1) };
}

/** No text of an earlier time is after it. No event has a time of more digits, nor one below zero. */
function firstText(ms: number): string {
  return ms > LAST_TIME_MS ? `${LAST_TIME_MS}${AFTER_SEPARATOR}` : timeText(Math.max(0, ms));
}

export function tenantText(tenant: string | undefined): string {
  if (tenant === undefined) return NO_TENANT;
  return tenant === NO_TENANT ? TENANT_CALLED_DASH : escaped(tenant);
}

export function tenantOfText(text: string): string | undefined {
  return text === NO_TENANT ? undefined : unescaped(text);
}

/** Refused by a service, used by this spelling, or half of a character. */
const UNSPEAKABLE = /[!~%/\\#?\p{Cc}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

export function escaped(text: string): string {
  return text.replace(UNSPEAKABLE, (unit) => `~${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

export function unescaped(text: string): string {
  return text.replace(/~([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
