/** What a run came to, and whether every event is accounted for. */
import type { Cloud } from "./cloud.ts";
import { count } from "./format.ts";
import type { ChannelCounts } from "./lake.ts";
import type { Snapshot } from "./ledger.ts";

/** Counts are of events. */
export interface RunResult {
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly ignored: number;
  readonly rejected: number;
  /** Not processed: given up after the retries, and kept aside. */
  readonly retry: number;
  readonly eventsPerSecond: number;
  /** From arrival in the stream to acknowledgement. */
  readonly lagMs: { readonly p50: number; readonly p99: number };
  /** Items. */
  readonly tables: { readonly events: number; readonly state: number };
  /** The same events through the cloud's other channels: records. */
  readonly channels: readonly ChannelCounts[];
  /** Rows of all channels in Parquet files: each event once by each. */
  readonly lake: { readonly rows: number; readonly files: number; readonly failed: number };
}

export async function runResult(snapshot: Snapshot, elapsedMs: number, cloud: Cloud): Promise<RunResult> {
  const { received, counts, lagMs } = snapshot;
  const { channels, ...lake } = cloud.lake.counts();
  return {
    received,
    ...counts,
    eventsPerSecond: Math.round((received * 1_000) / Math.max(1, elapsedMs)),
    lagMs,
    tables: await cloud.read.items(),
    channels,
    lake,
  };
}

/** The one line of `--json`: each channel under its own key. */
export function jsonLine({ channels, lake, ...result }: RunResult): string {
  const byKey = channels.map(({ key, received, dropped, failed }) => [key, { received, dropped, failed }]);
  return JSON.stringify({ ...result, ...Object.fromEntries(byKey), lake });
}

/** One sentence when something is missing. */
export function shortfall({ pushedEvents, received, counts, strangers }: Snapshot): string | undefined {
  const accounted = counts.stored + counts.duplicate + counts.ignored + counts.rejected + counts.retry;
  // Of what others put it is not known how many events it has.
  const isBalanced = strangers === 0 ? accounted === received : accounted >= received;
  if (received !== pushedEvents || !isBalanced)
    return `${count(pushedEvents)} events were pushed, ${count(received)} received, and ${count(accounted)} are accounted for.`;
  if (counts.retry > 0)
    return `${count(counts.retry)} events were given up after all retries; the source kept them aside.`;
  return undefined;
}

/** One sentence when something was rejected. */
export function rejectedWord({ received, rejected }: Pick<RunResult, "received" | "rejected">): string | undefined {
  if (rejected === 0) return undefined;
  if (rejected === received) return `Nothing could be used: all ${count(received)} events were rejected.`;
  return `${count(rejected)} of ${count(received)} events were rejected; the dead letters say why.`;
}

/** A run this much later than its rate asks for has missed it: starting takes a moment, and so does the last batch. */
const RATE_SLACK = 1.05;
const RATE_SLACK_MS = 2_500;

/** One sentence when the events were not processed as fast as wished. */
export function missedRate(rate: number | undefined, received: number, settledMs: number): string | undefined {
  if (rate === undefined || settledMs <= (received / rate) * 1_000 * RATE_SLACK + RATE_SLACK_MS) return undefined;
  const reached = (received * 1_000) / settledMs;
  return `The wished ${count(rate)} events a second were not reached: ${count(reached)} a second were processed.`;
}
