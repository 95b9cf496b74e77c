/**
 * What became of one batch, as a value: every adapter makes one per invocation and prints it in its platform's way
 * (CloudWatch EMF, OpenTelemetry ...). Counts, codes and ages only: never a value of an event.
 */
import { countOutcomes, type Outcome, type RejectionCode } from "../outcome.ts";

export interface BatchReport {
  /** Events delivered; one that is delivered again counts again. */
  readonly received: number;
  /** Events whose fate is final, each counted once over all deliveries. */
  readonly stored: number;
  readonly duplicate: number;
  readonly ignored: number;
  readonly rejected: number;
  /** Events the source will deliver again: the rest of `received`. */
  readonly retry: number;
  /** From when an event happened to now, milliseconds, of the events that are settled; absent when none is. */
  readonly ageMs?: { readonly median: number; readonly max: number };
  /** How many events were rejected with which code. */
  readonly rejections: Readonly<Partial<Record<RejectionCode, number>>>;
  /** The first record the source has to deliver again, and why. */
  readonly retryFrom?: { readonly position: string; readonly reason: string };
}

/** By this message, whoever makes metrics of a log finds the lines that hold a batch's figures. */
export const BATCH_MESSAGE = "batch";

/** What a batch's figures are called wherever they are counted: the same in every cloud. */
export const countNames = ["received", "stored", "duplicate", "ignored", "rejected", "retry"] as const;
/** Milliseconds; only of a batch of which something is settled. */
export const ageNames = ["event_age", "event_age_max"] as const;

/** The report as flat figures under those names. */
export function figuresOf(report: BatchReport): Readonly<Record<string, number>> {
  const { ageMs } = report;
  return {
    ...Object.fromEntries(countNames.map((name) => [name, report[name]])),
    ...(ageMs !== undefined && { event_age: ageMs.median, event_age_max: ageMs.max }),
  };
}

/** `settled` are the outcomes the source will not deliver again; the events of the others are `retry`. */
export function reportOf(outcomes: readonly Outcome[], settled: readonly Outcome[], nowMs: number): BatchReport {
  const received = outcomes.reduce((sum, { parts }) => sum + parts.length, 0);
  const { retry: _, ...counts } = countOutcomes(settled);
  const final = counts.stored + counts.duplicate + counts.ignored + counts.rejected;
  const ageMs = agesOf(settled, nowMs);
  const first = outcomes.find(({ fate }) => fate.status === "retry");
  return {
    received,
    ...counts,
    retry: received - final,
    ...(ageMs !== undefined && { ageMs }),
    rejections: rejectionsByCode(settled),
    ...(first?.fate.status === "retry" && { retryFrom: { position: first.position, reason: first.fate.message } }),
  };
}

/** An event whose clock is ahead of ours has age 0. */
function agesOf(outcomes: readonly Outcome[], nowMs: number): BatchReport["ageMs"] {
  const ages = outcomes.flatMap(({ parts }) =>
    parts.flatMap((fate) => ("row" in fate ? [Math.max(0, nowMs - fate.row.occurred_at)] : [])),
  );
  if (ages.length === 0) return undefined;
  ages.sort((a, b) => a - b);
  return { median: ages[ages.length >> 1] ?? 0, max: ages.at(-1) ?? 0 };
}

function rejectionsByCode(outcomes: readonly Outcome[]): BatchReport["rejections"] {
  const byCode: Partial<Record<RejectionCode, number>> = {};
  for (const fate of outcomes.flatMap(({ parts }) => parts)) {
    if (fate.status === "rejected") byCode[fate.rejection.code] = (byCode[fate.rejection.code] ?? 0) + 1;
  }
  return byCode;
}
