/** An event → its row: the same row whichever encoding it came in. Nothing is left out yet: that is the privacy step. */
import { type Message, messageNamed } from "../contract/contract.ts";
import type { JsonObject } from "../event/event-record.ts";
import type { Envelope } from "../event/validate.ts";
import { text } from "../event/values.ts";
import { payloadOf } from "../payload/payload-of.ts";
import { type Draft, type PrivacyStepOptions, privacyStep } from "../privacy/protect.ts";
import { newRow, type Row } from "../row.ts";
import { type EventTypeMapping, eventTypes } from "./event-types.ts";
import { normaliseUnlisted } from "./generic.ts";

export type NormaliseEvent = (event: JsonObject, envelope: Envelope, receivedAtMs: number) => Draft;

/** `pipeline` is `name/version` of the core, for the column of that name. */
export function eventNormaliser(pipeline: string): NormaliseEvent {
  return (event, { recordUid, occurredAtMs, eventType }, receivedAtMs) => {
    const row = newRow(recordUid, eventType, occurredAtMs, receivedAtMs, pipeline);
    const mapping = eventTypes.get(eventType);
    const payload = payloadOf(event, mapping?.field);
    row.event_family = mapping?.family ?? "other";
    row.tenant_id = text(event.spacesTenantId);
    row.tenant_name = text(event.spacesTenantName);
    row.partner_tenant_id = text(event.partnerTenantId);
    (mapping?.normalise ?? normaliseUnlisted)(row, payload);
    return { row, event, payload, message: messageOf(mapping) };
  };
}

function messageOf(mapping: EventTypeMapping | undefined): Message | undefined {
  return mapping?.message === undefined ? undefined : messageNamed(mapping.message);
}

export interface NormaliseOptions extends PrivacyStepOptions {
  readonly pipeline: string;
}

export type Normalise = (event: JsonObject, envelope: Envelope, receivedAtMs: number) => Row;

/** Both steps, normalise and protect, in one. */
export function normaliser({ pipeline, ...options }: NormaliseOptions): Normalise {
  const normalise = eventNormaliser(pipeline);
  const protect = privacyStep(options);
  return (event, envelope, receivedAtMs) => protect(normalise(event, envelope, receivedAtMs));
}
