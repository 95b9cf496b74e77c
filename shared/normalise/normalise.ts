/** An event → its row: the same row whichever encoding it came in, after the privacy policy. */
import type { JsonObject } from "../event/event-record.ts";
import type { Envelope } from "../event/validate.ts";
import { text } from "../event/values.ts";
import { neverZero, zeroOfContract } from "../event/zero.ts";
import { canonicalPayloads } from "../payload/canonical-payload.ts";
import { extrasOf, payloadOf } from "../payload/payload-of.ts";
import type { Privacy } from "../privacy/privacy.ts";
import { protectRow } from "../privacy/protect-row.ts";
import { newRow, type Row } from "../row.ts";
import { mappingOf } from "./event-types.ts";
import { normaliseUnlisted } from "./generic.ts";
import { findSubject } from "./subject.ts";

export interface NormaliseOptions {
  readonly privacy: Privacy;
  /** Fill the `payload` column; only a lake needs it and it is half the work. */
  readonly withPayload: boolean;
  /** `name/version` of the core, for the `pipeline` column. */
  readonly pipeline: string;
}

export type Normalise = (event: JsonObject, envelope: Envelope, receivedAtMs: number) => Row;

/** A normaliser; it remembers the places it has seen, so keep it for as long as the process lives. */
export function normaliser({ privacy, withPayload, pipeline }: NormaliseOptions): Normalise {
  const canonicalPayload = canonicalPayloads(privacy);
  return (event, { recordUid, occurredAtMs, eventType }, receivedAtMs) => {
    const row = newRow(recordUid, eventType, occurredAtMs, receivedAtMs, pipeline);
    const mapping = mappingOf(eventType);
    const payload = payloadOf(event, eventType, mapping?.field);
    row.event_family = mapping?.family ?? "other";
    row.tenant_id = text(event.spacesTenantId);
    row.tenant_name = text(event.spacesTenantName);
    row.partner_tenant_id = text(event.partnerTenantId);
    // Under another name it is not known to be the contract's message: what it leaves out is not said.
    const message = mapping !== undefined && event[mapping.field] === payload ? mapping.message : undefined;
    if (mapping === undefined) normaliseUnlisted(row, payload);
    else mapping.normalise(row, payload, message === undefined ? neverZero : zeroOfContract);
    if (mapping !== undefined && row.subject_kind === "unknown") findSubject(row, payload, mapping.subject);
    protectRow(row, privacy);
    if (withPayload) {
      const extras = extrasOf(event, payload);
      row.payload = canonicalPayload(extras === undefined ? payload : { ...payload, envelope: extras }, message);
    }
    return row;
  };
}
