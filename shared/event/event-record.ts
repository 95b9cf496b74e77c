/** Spaces' message, whichever encoding it came in: the object its JSON parses to. Nothing in it is trusted to be there or of a type. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The envelope's fields; whatever else an event has is payload. */
export const envelopeFields: ReadonlySet<string> = new Set([
  "recordUid",
  "recordTimestamp",
  "spacesTenantId",
  "spacesTenantName",
  "partnerTenantId",
  "eventType",
]);
