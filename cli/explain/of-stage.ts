/** Records of a stage, explained as its function would take them, over what stands in its tables; nothing is written. */
import type { Encoding } from "../../shared/decode/decode.ts";
import type { Stage } from "../stage/stage.ts";
import type { Span } from "../stage/transport.ts";
import { UserError } from "../user-error.ts";
import { type Explain, explainer } from "./explain.ts";
import type { Explanation } from "./explanation.ts";
import { findRecords } from "./find-records.ts";
import { memoryTables } from "./memory-tables.ts";

const HOUR_MS = 3_600_000;

export async function explainerOf({ tables, consumer }: Stage, encoding: Encoding): Promise<Explain> {
  const { core, historyExcludedTypes } = await consumer();
  return explainer({ core, encoding, tables: memoryTables({ below: tables, historyExcludedTypes }) });
}

/** A UserError for a period without time. */
export function spanOf(fromMs: number | undefined, toMs = Date.now()): Span {
  const span = { fromMs: fromMs ?? toMs - HOUR_MS, toMs };
  if (span.fromMs >= toMs) throw new UserError("--from is not before --to: the period has no time in it.");
  return span;
}

/** Of the records that the name means, the events of that name; else all of them. A UserError where there are none. */
export async function* explainNamed(
  name: string,
  stage: Stage,
  explain: Explain,
  span: Span,
  signal: AbortSignal,
): AsyncGenerator<Explanation> {
  const records = await findRecords(name, stage, span, signal);
  if (records.length === 0 && !signal.aborted)
    throw new UserError(
      `Nothing of that name arrived from ${new Date(span.fromMs).toISOString()} to ${new Date(span.toMs).toISOString()}: widen --from and --to, or it is past what the transport keeps.`,
    );
  for (const { record, found } of records) {
    const explanation = await explain(record);
    const named = explanation.events.filter(({ envelope }) => envelope?.recordUid === name);
    yield { ...explanation, found, ...(named.length > 0 && { events: named }) };
  }
}
