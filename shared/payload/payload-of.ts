import { envelopeFields, isObject, type JsonObject } from "../event/event-record.ts";

const noPayload: JsonObject = Object.freeze({});

/**
 * The payload of an event: the expected field, else the one non-envelope object it carries (field names drift between
 * versions and documents), else an empty one.
 */
export function payloadOf(event: JsonObject, expectedField: string | undefined): JsonObject {
  if (expectedField !== undefined) {
    const expected = event[expectedField];
    if (isObject(expected)) return expected;
  }
  const objects = Object.keys(event).filter((name) => !envelopeFields.has(name) && isObject(event[name]));
  return objects.length === 1 ? (event[objects[0] as string] as JsonObject) : noPayload;
}

/** What an event carries beside its envelope and its payload (fields newer than this code); `undefined` for nothing. */
export function extrasOf(event: JsonObject, payload: JsonObject): JsonObject | undefined {
  let extras: JsonObject | undefined;
  for (const name of Object.keys(event)) {
    if (envelopeFields.has(name) || event[name] === payload) continue;
    extras ??= Object.create(null) as JsonObject;
    extras[name] = event[name];
  }
  return extras;
}

/** The field a payload came in; `undefined` for an event that has none. */
export function payloadNameOf(event: JsonObject, payload: JsonObject): string | undefined {
  return Object.keys(event).find((name) => event[name] === payload);
}
