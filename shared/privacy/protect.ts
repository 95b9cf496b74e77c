/** The step of the pipeline after which nothing personal is left but what the policy keeps: row and payload alike. */
import type { Message } from "../contract/contract.ts";
import type { JsonObject } from "../event/event-record.ts";
import { canonicalPayloads } from "../payload/canonical-payload.ts";
import { extrasOf, payloadNameOf } from "../payload/payload-of.ts";
import { withExtras } from "../payload/with-extras.ts";
import type { Row } from "../row.ts";
import type { Privacy } from "./privacy.ts";
import { rowProtection } from "./protect-row.ts";

/** A normalised event: nothing has been left out of it yet, so nobody may store it. */
export interface Draft {
  readonly row: Row;
  readonly event: JsonObject;
  readonly payload: JsonObject;
  /** What the payload is in the contract; `undefined` for what the contract does not have. */
  readonly message: Message | undefined;
}

export type Protect = (draft: Draft) => Row;

export interface PrivacyStepOptions {
  readonly privacy: Privacy;
  /** Fill the `payload` column; only a lake needs it and it is half the work. */
  readonly withPayload: boolean;
}

/** It remembers the pseudonyms and places it has seen, so keep it for as long as the process lives. The draft's row is used up. */
export function privacyStep({ privacy, withPayload }: PrivacyStepOptions): Protect {
  const protectRow = rowProtection(privacy);
  const canonicalPayload = canonicalPayloads(privacy);
  return ({ row, event, payload, message }) => {
    protectRow(row);
    if (withPayload) {
      const name = message === undefined ? payloadNameOf(event, payload) : undefined;
      row.payload = canonicalPayload(withExtras(payload, extrasOf(event, payload)), message, name);
    }
    return row;
  };
}
