import type { JsonObject } from "../event/event-record.ts";

/** A payload with what stood beside it under `envelope`, or under the first of `envelope_`, `envelope__` … that it does not have itself. */
export function withExtras(payload: JsonObject, extras: JsonObject | undefined): JsonObject {
  if (extras === undefined) return payload;
  let name = "envelope";
  while (Object.hasOwn(payload, name)) name += "_";
  return { ...payload, [name]: extras };
}
