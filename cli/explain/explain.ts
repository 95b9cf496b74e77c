/**
 * One record through the core, each of its steps looked at as it is taken: whatever gives the record (standard input, a
 * transport, a dead letter, a lake's file), this is what it comes to. The steps are the core's own.
 */
import { nodeCodec } from "../../runtime/node-codec.ts";
import type { Core } from "../../runtime/start-core.ts";
import { batchInNoHurry } from "../../shared/batch/batch.ts";
import { processBatch } from "../../shared/batch/process-batch.ts";
import { decoder, type Encoding, MAX_RECORD_BYTES_LIMIT, type RecordForm } from "../../shared/decode/decode.ts";
import type { DecodedPart } from "../../shared/decode/part.ts";
import { envelopeFields, type JsonObject } from "../../shared/event/event-record.ts";
import type { Fate, SourceRecord } from "../../shared/outcome.ts";
import type { Row } from "../../shared/row.ts";
import { rowColumns } from "../row-columns.ts";
import { changesOf } from "./changes.ts";
import type { ExplainedEvent, Explanation, Step } from "./explanation.ts";
import { explainRejection } from "./fixes.ts";
import { foldSays, leavesOf } from "./leaves.ts";
import type { MemoryTables } from "./memory-tables.ts";

export type Explain = (record: SourceRecord) => Promise<Explanation>;

/** What was seen of one event. */
interface Trace {
  /** Before the privacy policy. */
  readonly draft: Row;
  /** After it; absent where a step before failed. */
  row?: Row;
}

export interface ExplainerOptions {
  readonly core: Core;
  /** As the core has it. */
  readonly encoding: Encoding;
  readonly tables: MemoryTables;
}

/** One after the other: what a record leaves in `tables` stands there for the next. */
export function explainer({ core, encoding, tables }: ExplainerOptions): Explain {
  let forms: RecordForm[] = [];
  let parts: readonly DecodedPart[] = [];
  let traces = new Map<JsonObject, Trace>();
  const observe = (form: RecordForm) => forms.push(form);
  const decodeObserved = decoder({ codec: nodeCodec, encoding, maxRecordBytes: MAX_RECORD_BYTES_LIMIT, observe });
  const traced: Parameters<typeof processBatch>[1] = {
    ignoreEventTypes: core.ignoreEventTypes,
    sinks: [tables.sink],
    deadLetter: { put: async () => {} },
    decode(payload) {
      parts = core.decode(payload);
      return parts;
    },
    normalise(event, envelope, receivedAtMs) {
      const draft = core.normalise(event, envelope, receivedAtMs);
      traces.set(event, { draft: { ...draft.row, labels: draft.row.labels && { ...draft.row.labels } } });
      return draft;
    },
    protect(draft) {
      const row = core.protect(draft);
      const trace = traces.get(draft.event);
      if (trace !== undefined) trace.row = row;
      return row;
    },
  };

  return async (record) => {
    forms = [];
    traces = new Map();
    decodeObserved(record.payload);
    const [outcome] = await processBatch(batchInNoHurry([record], "explain"), traced);
    if (outcome === undefined) throw new Error("the record came to nothing");
    const nowMs = Date.now();
    const stored = outcome.parts.flatMap((fate) => (fate.status === "stored" ? [fate.row] : []));
    return {
      position: record.position,
      receivedAt: record.receivedAtMs,
      came: { bytes: record.payload.length, forms: [...new Set(forms)], events: parts.length },
      status: outcome.fate.status,
      events: parts.map((part, index) => {
        const trace = part.result.ok ? traces.get(part.result.value) : undefined;
        return explainEvent(index + 1, part, trace, outcome.parts[index], nowMs);
      }),
      leaves: leavesOf(stored, tables.taken(), nowMs),
    };
  };
}

function explainEvent(
  number: number,
  { bytes, result }: DecodedPart,
  trace: Trace | undefined,
  fate: Fate | undefined,
  nowMs: number,
): ExplainedEvent {
  return {
    number,
    bytes: bytes.length,
    status: fate?.status ?? "retry",
    ...(result.ok && { envelope: envelopeOf(result.value) }),
    steps: stepsOf(result, trace, fate, nowMs),
    ...(trace?.row !== undefined && fate?.status !== "rejected" && { row: rowColumns(trace.row) }),
    ...(fate?.status === "rejected" && { rejection: explainRejection(fate.rejection) }),
  };
}

function envelopeOf(event: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(event).filter(([name]) => envelopeFields.has(name)));
}

/** Up to the one that ended it. */
function stepsOf(
  result: DecodedPart["result"],
  trace: Trace | undefined,
  fate: Fate | undefined,
  nowMs: number,
): readonly Step[] {
  if (!result.ok) return [{ step: "decode", ok: false, says: result.error.message }];
  const payload = Object.keys(result.value).filter((name) => !envelopeFields.has(name));
  const steps: Step[] = [{ step: "decode", ok: true, says: payload.length === 0 ? "no payload" : payload.join(", ") }];
  const rejection = fate?.status === "rejected" ? fate.rejection : undefined;
  if (rejection?.stage === "validate" && trace === undefined)
    return [...steps, { step: "validate", ok: false, says: rejection.message }];
  steps.push({ step: "validate", ok: true, says: "recordUid, recordTimestamp and eventType are there" });
  if (fate?.status === "ignored") return [...steps, { step: "fold", ok: true, says: `ignored: ${fate.reason}` }];
  if (trace === undefined) return [...steps, { step: "normalise", ok: false, says: rejection?.message ?? "it failed" }];
  const { draft, row } = trace;
  steps.push({ step: "normalise", ok: true, says: normaliseSays(draft) });
  if (row === undefined) return [...steps, { step: "privacy", ok: false, says: rejection?.message ?? "it failed" }];
  steps.push({ step: "privacy", ok: true, says: changesOf(draft, row) });
  if (rejection !== undefined) return [...steps, { step: "identity", ok: false, says: rejection.message }];
  const { subject_kind, subject_id } = row;
  steps.push({ step: "identity", ok: true, says: `${subject_kind} ${subject_id}` });
  if (fate?.status === "retry") return [...steps, { step: "fold", ok: false, says: fate.message }];
  const says = fate?.status === "duplicate" ? "a repeat of an event before it in the record" : foldSays(row, nowMs);
  return [...steps, { step: "fold", ok: true, says }];
}

function normaliseSays(row: Row): string {
  const count = (what: string, map: object | undefined) =>
    map === undefined ? [] : [`${Object.keys(map).length} ${what}`];
  return [
    row.event_family === "other" ? "a type without a mapping: kept whole" : row.event_family,
    `about: ${row.subject_kind}`,
    ...count("measurements", row.measurements),
    ...count("labels", row.labels),
  ].join(", ");
}
