/** An event → its row: the same row whichever encoding it came in, after the privacy policy. */
import { messageNamed } from "../contract/contract.ts";
import type { JsonObject } from "../event-record.ts";
import { canonicalPayload } from "../privacy/canonical-payload.ts";
import type { Privacy } from "../privacy/privacy.ts";
import { protectRow } from "../privacy/protect-row.ts";
import { newRow, type Row } from "../row.ts";
import type { Envelope } from "../validate.ts";
import { eventTypes } from "./event-types.ts";
import { normaliseUnlisted } from "./generic.ts";
import { payloadOf } from "./payload.ts";
import { text } from "./values.ts";

export interface NormaliseOptions {
  readonly privacy: Privacy;
  /** Fill the `payload` column; only a lake needs it and it is half the work. */
  readonly withPayload: boolean;
  /** `name/version` of the core, for the `pipeline` column. */
  readonly pipeline: string;
}

export function normalise(event: JsonObject, envelope: Envelope, receivedAtMs: number, options: NormaliseOptions): Row {
  const { recordUid, occurredAtMs, eventType } = envelope;
  const row = newRow(recordUid, eventType, occurredAtMs, receivedAtMs, options.pipeline);
  const mapping = eventTypes.get(eventType);
  const { payload, extras } = payloadOf(event, mapping?.field);
  row.event_family = mapping?.family ?? "other";
  row.tenant_id = text(event.spacesTenantId);
  row.tenant_name = text(event.spacesTenantName);
  row.partner_tenant_id = text(event.partnerTenantId);
  (mapping?.normalise ?? normaliseUnlisted)(row, payload);
  protectRow(row, options.privacy);
  if (options.withPayload) {
    const whole = extras === undefined ? payload : { ...payload, envelope: extras };
    const message = mapping?.message === undefined ? undefined : messageNamed(mapping.message);
    row.payload = canonicalPayload(whole, message, options.privacy);
  }
  return row;
}
