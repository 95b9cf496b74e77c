/** Records of a stage, explained as its function would take them, over what stands in its tables; nothing is written. */

import type { Encoding } from "../../shared/decode/decode.ts";
import { isoTime } from "../iso-time.ts";
import { notReached, notReachedSays } from "../stage/not-reached.ts";
import type { Stage } from "../stage/stage.ts";
import type { Span } from "../stage/transport.ts";
import { UserError } from "../user-error.ts";
import { type Explain, explainer } from "./explain.ts";
import type { Explanation } from "./explanation.ts";
import { findRecords } from "./find-records.ts";
import { memoryTables } from "./memory-tables.ts";
import { type StandingEvent, whatStands } from "./what-stands.ts";

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

/** Of the records that the name means, the events of that name; else all of them. Nothing where there are none. */
export async function* explainNamed(
  name: string,
  stage: Stage,
  explain: Explain,
  span: Span,
  signal: AbortSignal,
): AsyncGenerator<Explanation> {
  for (const { record, found } of await findRecords(name, stage, span, signal)) {
    const explanation = await explain(record);
    const named = explanation.events.filter(({ envelope }) => envelope?.recordUid === name);
    yield { ...explanation, found, ...(named.length > 0 && { events: named }) };
  }
}

/** Of an event whose record is gone, what stands of it. A UserError where there is nothing. */
export async function standingOf(
  uid: string,
  stage: Stage,
  span: Span,
  signal: AbortSignal,
): Promise<readonly StandingEvent[]> {
  const standing = await whatStands(uid, stage, span, signal);
  if (standing.length === 0 && !signal.aborted)
    throw new UserError(
      `Nothing of that name arrived from ${isoTime(span.fromMs)} to ${isoTime(span.toMs)}, by the transport, the dead letters and the lake: ${await whereElse(stage, span)}.`,
    );
  return standing;
}

async function whereElse({ transports }: Stage, span: Pick<Span, "fromMs">): Promise<string> {
  const missed = await Promise.all(transports.map((transport) => notReached(transport, span)));
  const [first] = missed.filter((each) => each !== undefined);
  const widen = "widen --from and --to";
  return first === undefined ? widen : `${widen}, or it came before what is kept, as ${notReachedSays(first)}`;
}
