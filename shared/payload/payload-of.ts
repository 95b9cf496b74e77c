import { envelopeFields, isObject, type JsonObject } from "../event/event-record.ts";
import { UNKNOWN_FIELDS } from "../event/zero.ts";

const noPayload: JsonObject = Object.freeze({});

/** What events are about, and where; an object that holds one of them is more likely the payload than one that does not. */
const tellingFields = ["location", "device", "deviceInfo", "user", "asset", "camera", "space"] as const;

/**
 * The payload of an event: the expected field, else the one non-envelope object it carries (field names drift between
 * versions and documents). Of several, the one whose name is like the expected one's or the event type's, else the one
 * that looks like a payload. Where nothing tells it from the others, an empty one: no facts rather than wrong ones.
 */
export function payloadOf(event: JsonObject, eventType: string, expectedField: string | undefined): JsonObject {
  if (expectedField !== undefined) {
    const expected = event[expectedField];
    if (isObject(expected)) return expected;
  }
  const names = Object.keys(event).filter((name) => !envelopeFields.has(name) && isObject(event[name]));
  if (names.length > MAX_CANDIDATES) return noPayload;
  const name =
    only(names) ??
    only(names.filter((each) => isLike(each, expectedField) || isLike(each, eventType))) ??
    only(names.filter((each) => tellingFields.some((field) => isObject((event[each] as JsonObject)[field]))));
  return name === undefined ? noPayload : (event[name] as JsonObject);
}

/** An event has one payload and a few objects beside it; the search among thousands is not worth its time. */
const MAX_CANDIDATES = 16;

function only(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}

/** Whether one name holds the other, whatever their case and separators: `cameraCount` and `cameraCounts`. */
function isLike(name: string, other: string | undefined): boolean {
  if (other === undefined) return false;
  const a = lettersOf(name);
  const b = lettersOf(other);
  return a.length >= MIN_LETTERS && (a.includes(b) || b.includes(a));
}

/** Shorter ones are in everything. */
const MIN_LETTERS = 4;
/** Longer ones are no field names; what is compared is bounded. */
const MAX_LETTERS = 100;

function lettersOf(name: string): string {
  return name
    .slice(0, MAX_LETTERS)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");
}

/** Whether nothing stands beside the payload that could have drifted out of it. What a newer contract adds to protobuf has no name. */
export function isAlone(event: JsonObject, payload: JsonObject): boolean {
  for (const name in event)
    if (!envelopeFields.has(name) && event[name] !== payload && name !== UNKNOWN_FIELDS) return false;
  return true;
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
