import { envelopeFields, isObject, type JsonObject } from "../event-record.ts";

export interface PayloadParts {
  readonly payload: JsonObject;
  /** What the event carries beside its envelope and its payload: fields newer than this code. */
  readonly extras: JsonObject | undefined;
}

/**
 * The payload of an event: the expected field, else the one non-envelope object it carries (field names drift between
 * versions and documents), else an empty one. Whatever is left over is kept as `extras`.
 */
export function payloadOf(event: JsonObject, expectedField: string | undefined): PayloadParts {
  const others = Object.keys(event).filter((name) => !envelopeFields.has(name));
  const expected = expectedField !== undefined && isObject(event[expectedField]) ? expectedField : undefined;
  const name = expected ?? onlyObject(event, others);
  const extras = others.filter((other) => other !== name);
  return {
    payload: name === undefined ? {} : (event[name] as JsonObject),
    extras: extras.length === 0 ? undefined : Object.fromEntries(extras.map((other) => [other, event[other]])),
  };
}

function onlyObject(event: JsonObject, names: readonly string[]): string | undefined {
  const objects = names.filter((name) => isObject(event[name]));
  return objects.length === 1 ? objects[0] : undefined;
}
