/** Whose an event is and what it is, as far as that can be read: for a dead letter, of which neither may be readable. */
import { eventTypeName } from "../contract/contract.ts";
import type { JsonObject } from "./event-record.ts";

export interface Told {
  readonly tenant?: string;
  readonly eventType?: string;
}

/** Longer, it is neither: an id has 300 characters at most, a type 100. */
const MAX_LENGTH = 300;

export function toldOf({ spacesTenantId, eventType }: JsonObject): Told {
  const tenant = textOf(spacesTenantId);
  const type = typeof eventType === "number" ? eventTypeName(eventType) : textOf(eventType);
  return { ...(tenant !== undefined && { tenant }), ...(type !== undefined && { eventType: type }) };
}

function textOf(value: unknown): string | undefined {
  const text = Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === "string" && text.trim() !== "" && text.length <= MAX_LENGTH ? text : undefined;
}
