/** An event → its row: the same row whichever encoding it came in. Nothing is left out yet: that is the privacy step. */
import type { JsonObject } from "../event/event-record.ts";
import type { Envelope } from "../event/validate.ts";
import { text } from "../event/values.ts";
import { neverZero, zeroOfContract } from "../event/zero.ts";
import { isAlone, payloadOf } from "../payload/payload-of.ts";
import type { Draft } from "../privacy/protect.ts";
import { newRow } from "../row.ts";
import { mappingOf } from "./event-types.ts";
import { normaliseUnlisted } from "./generic.ts";
import { findSubject } from "./subject.ts";

/** Never to be stored as it is: `protect` makes a row of it. */
export type Normalise = (event: JsonObject, envelope: Envelope, receivedAtMs: number) => Draft;

/** `pipeline` is `name/version` of the core, for the column of that name. */
export function normaliser(pipeline: string): Normalise {
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
    else mapping.normalise(row, payload, message !== undefined && isAlone(event, payload) ? zeroOfContract : neverZero);
    if (mapping !== undefined && row.subject_kind === "unknown") findSubject(row, payload, mapping.subject);
    return { row, event, payload, message };
  };
}
