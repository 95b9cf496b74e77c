/**
 * The `payload` column: everything an event carries, as JSON with its fields in order and the privacy policy applied.
 * Both encodings of an event give the same text: what proto3 leaves off the wire (0, false, "", empty lists, enum
 * members that say nothing) is left out here too, for fields the contract has. What it does not have is kept as sent.
 */
import type { Field, Message } from "../contract/contract.ts";
import { isObject, type JsonObject } from "../event-record.ts";
import { enumName, number, single } from "../normalise/values.ts";
import { classOfEventField, isMacAddress } from "./personal-fields.ts";
import type { Privacy } from "./privacy.ts";

/** Canonical JSON of `payload`, which is a `message` of the contract where one is given. The decoder has bounded its depth. */
export function canonicalPayload(payload: JsonObject, message: Message | undefined, privacy: Privacy): string {
  return objectText(payload, message, privacy);
}

function objectText(value: JsonObject, message: Message | undefined, privacy: Privacy): string {
  const known = message === undefined ? [] : message.byName;
  const members: string[] = [];
  let seen = 0;
  for (const field of known) {
    if (Object.hasOwn(value, field.json)) seen++;
    add(members, field.json, knownText(value[field.json], field, privacy));
  }
  const names = Object.keys(value);
  if (names.length > seen) {
    const knownNames = new Set(known.map(({ json }) => json));
    for (const name of names.filter((other) => !knownNames.has(other)).sort()) {
      add(members, name, personalText(name, value[name], privacy) ?? unknownText(value[name], name, privacy));
    }
  }
  return `{${members.join(",")}}`;
}

function add(members: string[], name: string, text: string | undefined): void {
  if (text !== undefined && text !== DROPPED) members.push(`${JSON.stringify(name)}:${text}`);
}

/** Not JSON, so that it is never mistaken for a value. */
const DROPPED = "";

/** What the policy makes of a personal field; `undefined` when the field is not personal or the policy keeps it. */
function personalText(name: string, value: unknown, privacy: Privacy): string | undefined {
  const fieldClass = classOfEventField(name);
  if (fieldClass === undefined) return undefined;
  const action = privacy.policy[fieldClass];
  if (action === "keep") return undefined;
  if (action === "drop") return DROPPED;
  if (Array.isArray(value))
    return `[${value
      .map((item) => personalText(name, item, privacy))
      .filter((item) => item !== DROPPED)
      .join(",")}]`;
  if (value === null || value === "") return DROPPED;
  const plain = typeof value === "object" ? JSON.stringify(value) : String(value);
  return JSON.stringify(privacy.apply(fieldClass, plain));
}

function knownText(value: unknown, field: Field, privacy: Privacy): string | undefined {
  if (field.repeated) {
    if (!Array.isArray(value) || value.length === 0) return undefined;
    return (
      personalText(field.json, value, privacy) ?? `[${value.map((item) => itemText(item, field, privacy)).join(",")}]`
    );
  }
  if (isDefault(value, field)) return undefined;
  return personalText(field.json, value, privacy) ?? itemText(value, field, privacy);
}

function isDefault(value: unknown, field: Field): boolean {
  if (field.scalar === "message") return !isObject(value);
  if (field.enumType !== undefined)
    return enumName(field.enumType, value) === undefined || (field.inOneof && value === undefined);
  return value === undefined || value === null || value === "" || value === false || value === 0 || value === "0";
}

function itemText(value: unknown, field: Field, privacy: Privacy): string {
  if (field.message !== undefined) return isObject(value) ? objectText(value, field.message, privacy) : "null";
  if (field.enumType !== undefined) return JSON.stringify(enumName(field.enumType, value) ?? value ?? null);
  switch (field.scalar) {
    case "float":
      return JSON.stringify(single(value) ?? value);
    case "int32":
    case "int64":
    case "double":
      return JSON.stringify(number(value) ?? value);
    default:
      return unknownText(value, field.json, privacy);
  }
}

function unknownText(value: unknown, name: string, privacy: Privacy): string {
  if (typeof value === "string") {
    // The id of a BLE device is often its MAC address; an access point's (apMacAddress) is nobody's.
    if (isMacAddress(value) && !name.startsWith("ap"))
      return JSON.stringify(privacy.apply("mac_address", value) ?? null);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => unknownText(item, name, privacy)).join(",")}]`;
  if (isObject(value)) return objectText(value, undefined, privacy);
  return JSON.stringify(value);
}
