/** The state of a run in one line, for wherever nothing can be redrawn. */
import { count, duration } from "./format.ts";
import type { Snapshot } from "./ledger.ts";

export function plainLine(
  now: Snapshot,
  perSecond: number,
  expected: number | undefined,
  throttledCalls: number,
): string {
  const { counts, lagMs } = now;
  const total = Math.max(expected ?? 0, now.pushedEvents);
  const line =
    `${count(now.received)} of ${count(total)} events · ${count(perSecond)}/s · lag p50 ${duration(lagMs.p50)} p99 ${duration(lagMs.p99)} · ` +
    `stored ${count(counts.stored)}, duplicate ${count(counts.duplicate)}, ignored ${count(counts.ignored)}, ` +
    `rejected ${count(counts.rejected)}, retry ${count(counts.retry)}`;
  const trouble = troubleOf(now, throttledCalls);
  return trouble === undefined ? line : `${line} · ${trouble}`;
}

/** What did not go well at once, though it may have gone well in the end; nothing when all did. */
export function troubleOf(
  { failedInvocations, redeliveredRecords, retryReason }: Snapshot,
  throttledCalls: number,
  refusedFiles = 0,
): string | undefined {
  const parts = [
    ...(throttledCalls > 0 ? [`${count(throttledCalls)} calls throttled by the database`] : []),
    ...(refusedFiles > 0 ? [`${count(refusedFiles)} puts refused by the lake`] : []),
    ...(failedInvocations > 0 ? [`${count(failedInvocations)} invocations failed`] : []),
    ...(redeliveredRecords > 0 ? [`${count(redeliveredRecords)} records delivered again`] : []),
  ];
  if (parts.length === 0) return undefined;
  const reason = redeliveredRecords > 0 && retryReason !== undefined ? ` (last: ${retryReason})` : "";
  return `${parts.join(", ")}${reason}`;
}
