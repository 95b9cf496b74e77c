/**
 * The `payload` column: everything an event carries, as JSON with its fields in order and the privacy policy applied.
 * Both encodings of an event give the same text: what proto3 leaves off the wire (0, false, "", empty lists, enum
 * members that say nothing) is left out here too, for fields the contract has. What it does not have is kept as sent.
 */
import { type Field, locationMessage, type Message } from "../contract/contract.ts";
import { isObject, type JsonObject } from "../event/event-record.ts";
import { enumName, number, single } from "../event/values.ts";
import { zeroOfContract } from "../event/zero.ts";
import type { FieldClass } from "../privacy/field-classes.ts";
import { classOfEventField, holdsDeviceId, isAccessPointField } from "../privacy/personal-fields.ts";
import { classOfValue, isMacAddress } from "../privacy/personal-values.ts";
import type { Privacy } from "../privacy/privacy.ts";

/** Canonical JSON of a payload, which is a `message` of the contract where one is given. The decoder has bounded its depth. */
export type CanonicalPayload = (payload: JsonObject, message: Message | undefined) => string;

/** A writer for one policy. Events share their location trees, so a tree's text is kept for as long as the tree is. */
export function canonicalPayloads(privacy: Privacy): CanonicalPayload {
  const locationTexts = new WeakMap<JsonObject, string>();
  const context: Context = { privacy, locationTexts };
  return (payload, message) => objectText(payload, message, "", context);
}

interface Context {
  readonly privacy: Privacy;
  readonly locationTexts: WeakMap<JsonObject, string>;
}

/** `name` is the field the object stands in: within a person, a `name` is personal. */
function objectText(value: JsonObject, message: Message | undefined, name: string, context: Context): string {
  if (message !== locationMessage) return membersText(value, message, name, context);
  const known = context.locationTexts.get(value);
  if (known !== undefined) return known;
  const text = membersText(value, message, name, context);
  context.locationTexts.set(value, text);
  return text;
}

function membersText(value: JsonObject, message: Message | undefined, parent: string, context: Context): string {
  const known = message === undefined ? [] : message.byName;
  const members: string[] = [];
  let seen = 0;
  for (const field of known) {
    const member = value[field.json];
    if (member !== undefined) seen++;
    if (isDefault(member, field) || (member === undefined && isDrifted(value, message))) continue;
    add(members, field.json, memberText(member, field, field.json, parent, context), context);
  }
  const names = Object.keys(value);
  if (names.length > seen) {
    for (const name of names.filter((other) => known.every(({ json }) => json !== other)).sort()) {
      add(members, name, memberText(value[name], undefined, name, parent, context), context);
    }
  }
  return `{${members.join(",")}}`;
}

/** An enum's first member is said by its absence, but not in a message whose names have drifted. */
function isDrifted(value: JsonObject, message: Message | undefined): boolean {
  return message === undefined || zeroOfContract(message, value) === undefined;
}

function add(members: string[], name: string, text: string, { privacy }: Context): void {
  if (text === DROPPED) return;
  const shown = isMacAddress(name) ? privacy.apply("mac_address", name) : name;
  if (shown !== undefined) members.push(`${JSON.stringify(shown)}:${text}`);
}

const NOWHERE = -999;
/** Not JSON, so that it is never mistaken for a value. */
const DROPPED = "";

/** What proto3 leaves off the wire, and how a coordinate says nothing. A value of the wrong shape is no default: it is kept. */
function isDefault(value: unknown, field: Field): boolean {
  // An enum that is absent is its first member; where that says something, it is said.
  if (value === undefined && field.enumType !== undefined) {
    return field.repeated || field.inOneof || !field.enumType.zeroSaysSomething;
  }
  if (value === undefined || value === null || value === "") return true;
  if (field.repeated) return Array.isArray(value) && value.length === 0;
  if (field.enumType !== undefined)
    return typeof value !== "object" && typeof value !== "boolean" && enumName(field.enumType, value) === undefined;
  return field.scalar !== "message" && (value === false || value === 0 || value === "0" || value === NOWHERE);
}

function memberText(value: unknown, field: Field | undefined, name: string, parent: string, context: Context): string {
  const fieldClass = classOfEventField(name, parent);
  if (fieldClass !== undefined && context.privacy.policy[fieldClass] !== "keep") {
    return personalText(fieldClass, value, context.privacy);
  }
  return valueText(value, field, name, context);
}

function personalText(fieldClass: FieldClass, value: unknown, privacy: Privacy): string {
  if (privacy.policy[fieldClass] === "drop" || value === null || value === "") return DROPPED;
  if (Array.isArray(value)) {
    const items = value.map((item) => personalText(fieldClass, item, privacy));
    return `[${items.filter((item) => item !== DROPPED).join(",")}]`;
  }
  return JSON.stringify(privacy.apply(fieldClass, typeof value === "object" ? JSON.stringify(value) : String(value)));
}

function valueText(value: unknown, field: Field | undefined, name: string, context: Context): string {
  if (Array.isArray(value)) return `[${value.map((item) => itemText(item, field, name, context)).join(",")}]`;
  return value === undefined && field?.enumType === undefined ? DROPPED : itemText(value, field, name, context);
}

/** One value as its field has it, both encodings alike; of another shape, or of an unknown field, as it came. */
function itemText(value: unknown, field: Field | undefined, name: string, context: Context): string {
  if (isObject(value)) return objectText(value, field?.message, name, context);
  if (Array.isArray(value)) return `[${value.map((item) => itemText(item, undefined, name, context)).join(",")}]`;
  if (field?.enumType !== undefined) return JSON.stringify(enumName(field.enumType, value, 0) ?? value ?? null);
  const parsed = field?.scalar === "float" ? single(value) : isNumeric(field) ? number(value) : undefined;
  if (parsed !== undefined) return JSON.stringify(parsed);
  if (typeof value !== "string") return JSON.stringify(value ?? null);
  return textText(value, name, context);
}

function isNumeric(field: Field | undefined): boolean {
  return field?.scalar === "int32" || field?.scalar === "int64" || field?.scalar === "double";
}

function textText(value: string, name: string, { privacy }: Context): string {
  const isDeviceId = value.length === 12 && holdsDeviceId(name);
  const fieldClass = classOfValue(value, isDeviceId);
  if (fieldClass === undefined || (fieldClass === "mac_address" && isAccessPointField(name)))
    return JSON.stringify(value);
  return JSON.stringify(privacy.apply(fieldClass, value) ?? null);
}
