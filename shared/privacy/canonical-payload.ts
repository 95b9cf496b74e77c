/**
 * The `payload` column: everything an event carries, as JSON with its fields in order and the privacy policy applied.
 * Both encodings of an event give the same text: what proto3 leaves off the wire (0, false, "", empty lists, enum
 * members that say nothing) is left out here too, for fields the contract has. What it does not have is kept as sent.
 */
import { type Field, locationMessage, type Message } from "../contract/contract.ts";
import { isObject, type JsonObject } from "../event-record.ts";
import { enumName, number, single } from "../normalise/values.ts";
import { classOfEventField, isMacAddress } from "./personal-fields.ts";
import type { Privacy } from "./privacy.ts";

/** Canonical JSON of a payload, which is a `message` of the contract where one is given. The decoder has bounded its depth. */
export type CanonicalPayload = (payload: JsonObject, message: Message | undefined) => string;

/** A writer for one policy. Events share their location trees, so a tree's text is kept for as long as the tree is. */
export function canonicalPayloads(privacy: Privacy): CanonicalPayload {
  const locationTexts = new WeakMap<JsonObject, string>();
  const context: Context = { privacy, locationTexts };
  return (payload, message) => objectText(payload, message, context);
}

interface Context {
  readonly privacy: Privacy;
  readonly locationTexts: WeakMap<JsonObject, string>;
}

function objectText(value: JsonObject, message: Message | undefined, context: Context): string {
  if (message !== locationMessage) return membersText(value, message, context);
  const known = context.locationTexts.get(value);
  if (known !== undefined) return known;
  const text = membersText(value, message, context);
  context.locationTexts.set(value, text);
  return text;
}

function membersText(value: JsonObject, message: Message | undefined, context: Context): string {
  const known = message === undefined ? [] : message.byName;
  const members: string[] = [];
  let seen = 0;
  for (const field of known) {
    const member = value[field.json];
    if (member === undefined && !(field.enumType?.zeroSaysSomething ?? false)) continue;
    if (member !== undefined) seen++;
    add(members, field.json, knownText(member, field, context));
  }
  const names = Object.keys(value);
  if (names.length > seen) {
    for (const name of names.filter((other) => known.every(({ json }) => json !== other)).sort()) {
      add(members, name, personalText(name, value[name], context) ?? unknownText(value[name], name, context));
    }
  }
  return `{${members.join(",")}}`;
}

function add(members: string[], name: string, text: string | undefined): void {
  if (text !== undefined && text !== DROPPED) members.push(`${JSON.stringify(name)}:${text}`);
}

const NOWHERE = -999;
/** Not JSON, so that it is never mistaken for a value. */
const DROPPED = "";

/** What the policy makes of a personal field; `undefined` when the field is not personal or the policy keeps it. */
function personalText(name: string, value: unknown, context: Context): string | undefined {
  const fieldClass = classOfEventField(name);
  if (fieldClass === undefined) return undefined;
  const action = context.privacy.policy[fieldClass];
  if (action === "keep") return undefined;
  if (action === "drop") return DROPPED;
  if (Array.isArray(value))
    return `[${value
      .map((item) => personalText(name, item, context))
      .filter((item) => item !== DROPPED)
      .join(",")}]`;
  if (value === null || value === "") return DROPPED;
  const plain = typeof value === "object" ? JSON.stringify(value) : String(value);
  return JSON.stringify(context.privacy.apply(fieldClass, plain));
}

function knownText(value: unknown, field: Field, context: Context): string | undefined {
  if (field.repeated) {
    if (!Array.isArray(value) || value.length === 0) return undefined;
    return (
      personalText(field.json, value, context) ?? `[${value.map((item) => itemText(item, field, context)).join(",")}]`
    );
  }
  if (isDefault(value, field)) return undefined;
  return personalText(field.json, value, context) ?? itemText(value, field, context);
}

function isDefault(value: unknown, field: Field): boolean {
  if (field.scalar === "message") return !isObject(value);
  if (field.enumType !== undefined)
    return enumName(field.enumType, value) === undefined || (field.inOneof && value === undefined);
  // −999 is how a coordinate says nothing.
  return value === null || value === "" || value === false || value === 0 || value === "0" || value === NOWHERE;
}

function itemText(value: unknown, field: Field, context: Context): string {
  if (field.message !== undefined) return isObject(value) ? objectText(value, field.message, context) : "null";
  if (field.enumType !== undefined) return JSON.stringify(enumName(field.enumType, value) ?? value ?? null);
  switch (field.scalar) {
    case "float":
      return JSON.stringify(single(value) ?? value);
    case "int32":
    case "int64":
    case "double":
      return JSON.stringify(number(value) ?? value);
    default:
      return unknownText(value, field.json, context);
  }
}

function unknownText(value: unknown, name: string, context: Context): string {
  if (typeof value === "string") {
    // The id of a BLE device is often its MAC address; an access point's (apMacAddress) is nobody's.
    if (isMacAddress(value) && !name.startsWith("ap"))
      return JSON.stringify(context.privacy.apply("mac_address", value) ?? null);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => unknownText(item, name, context)).join(",")}]`;
  if (isObject(value)) return objectText(value, undefined, context);
  return JSON.stringify(value);
}
