/** What became of one record, and why: plain values, printed as text or as JSON. Personal: it holds what the event says. */

import type { RecordForm } from "../../shared/decode/decode.ts";
import type { JsonObject } from "../../shared/event/event-record.ts";
import type { RejectionCode, RejectionStage, Status } from "../../shared/outcome.ts";
import type { rowColumns } from "../row-columns.ts";

export interface Explanation {
  readonly position: string;
  /** Where the record was found, of a stage. */
  readonly found?: string;
  /** Epoch ms. */
  readonly receivedAt: number;
  readonly came: { readonly bytes: number; readonly forms: readonly RecordForm[]; readonly events: number };
  /** The record's: the worst of its events'. */
  readonly status: Status;
  readonly events: readonly ExplainedEvent[];
  /** What the record leaves in the tables; of events about one subject, together. */
  readonly leaves: readonly LeftItem[];
}

export interface ExplainedEvent {
  /** Its place in the record, from 1. */
  readonly number: number;
  readonly bytes: number;
  readonly status: Status;
  /** The envelope as sent; absent where the bytes are no event. */
  readonly envelope?: JsonObject;
  readonly steps: readonly Step[];
  /** After the privacy policy. */
  readonly row?: ReturnType<typeof rowColumns>;
  readonly rejection?: ExplainedRejection;
}

export interface ExplainedRejection {
  readonly stage: RejectionStage;
  readonly code: RejectionCode;
  readonly message: string;
  /** Which field of the event, or column of the row, where it is one. */
  readonly field?: string;
  readonly fix: string;
}

type StepName = "decode" | "validate" | "normalise" | "privacy" | "identity" | "fold";

export interface Step {
  readonly step: StepName;
  readonly ok: boolean;
  readonly says: string;
}

/** `key` in the core's words; each store spells it in its own. */
export interface LeftItem {
  readonly table: "events" | "state" | "by place" | "places";
  readonly outcome: "written" | "left as it was" | "not written";
  readonly key: Readonly<Record<string, string | number | undefined>>;
  /** Why it is so, or what stands there now. */
  readonly says?: string;
  /** The whole state, where readings of several events are joined. */
  readonly row?: ReturnType<typeof rowColumns>;
}
