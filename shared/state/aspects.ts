/** Which aspects of its subject an event says something about, and how their state is written. */
import type { Aspect } from "../event/aspect.ts";
import { mappingOf } from "../normalise/event-types.ts";
import type { Row } from "../row.ts";

export type { Aspect };

const none: readonly Aspect[] = [];

/** A clock this far ahead of ours is wrong, and "newest wins" would let it hide everything until then. */
const MAX_CLOCK_LEAD_MS = 86_400_000;

/** Why an event updates no state. */
export type Stateless = "type-without-state" | "no-subject" | "says-nothing" | "in-the-future";

/**
 * None for an event type without a mapping (what it means is not known, so it must not replace what is), for a subject
 * the event or the privacy policy does not name, for a time in the future, and where nothing is said.
 */
export function whyStateless(row: Row, nowMs: number): Stateless | undefined {
  const aspect = mappingOf(row.event_type)?.aspect ?? "none";
  if (aspect === "none") return "type-without-state";
  if (row.subject_kind === "unknown") return "no-subject";
  if (!isSaid(aspect, row)) return "says-nothing";
  return row.occurred_at > nowMs + MAX_CLOCK_LEAD_MS ? "in-the-future" : undefined;
}

/** The aspects `row` updates. */
export function aspectsOf(row: Row, nowMs: number): readonly Aspect[] {
  const aspect = mappingOf(row.event_type)?.aspect ?? "none";
  if (aspect === "none" || whyStateless(row, nowMs) !== undefined) return none;
  if (aspect !== "position" && movesSubject(row)) return [aspect, "position"];
  return [aspect];
}

/** A presence in a word nobody knows, or a position that is nowhere, must not replace one that is known. */
function isSaid(aspect: Aspect, row: Row): boolean {
  if (aspect === "presence") return row.presence !== undefined;
  if (aspect === "position") return row.x !== undefined || row.latitude !== undefined || row.location_id !== undefined;
  return true;
}

/** A tag's report can say where it is; who exits is no longer where they were last seen. */
function movesSubject(row: Row): boolean {
  if (row.subject_kind === "sensor") return row.x !== undefined || row.latitude !== undefined;
  return row.presence === "exit" && row.subject_kind === "device";
}

/** Reports of these carry some readings each: one that has a battery level must not erase a temperature. */
export function mergesReadings(aspect: Aspect): boolean {
  return aspect === "telemetry" || aspect === "count";
}

/**
 * Who has exited is nowhere, and only what says where a person or a device is puts them anywhere: their network or
 * their profile was told at a place, too, and stays when they have gone. Everything else is found by place.
 */
export function isFoundByPlace(row: Row): boolean {
  if (row.presence === "exit") return false;
  if (!isPersonal(row)) return true;
  const aspect = mappingOf(row.event_type)?.aspect;
  return aspect === "position" || aspect === "presence";
}

/** State of people and their devices expires; that of places and equipment does not. */
export function isPersonal(row: Row): boolean {
  return row.subject_kind === "device" || row.subject_kind === "user";
}
