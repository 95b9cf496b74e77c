/** What a run came to, and whether every event is accounted for. */
import { countItems, type Tables } from "./answers/tables.ts";
import type { LakeChannel } from "./aws/lake-channel.ts";
import { count } from "./format.ts";
import type { Ledger, Snapshot } from "./ledger.ts";

/** The one line of `--json`. Counts are of events. */
export interface RunResult {
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly ignored: number;
  readonly rejected: number;
  /** Not processed: given up after the retries, and kept in the on-failure destination. */
  readonly retry: number;
  readonly eventsPerSecond: number;
  /** From arrival in the stream to acknowledgement. */
  readonly lagMs: { readonly p50: number; readonly p99: number };
  /** Items. */
  readonly tables: { readonly events: number; readonly state: number };
  /** The same events through the Data Firehose channel: records. */
  readonly firehose: { readonly received: number; readonly dropped: number; readonly failed: number };
  /** Rows of both channels in Parquet files: each event once by either, so about twice. */
  readonly lake: { readonly rows: number; readonly files: number; readonly failed: number };
}

export async function runResult(
  ledger: Ledger,
  elapsedMs: number,
  tables: Tables,
  lake: LakeChannel,
): Promise<RunResult> {
  const { received, counts, lagMs } = ledger.snapshot();
  const [events, state] = await Promise.all([countItems(tables, tables.events), countItems(tables, tables.state)]);
  return {
    received,
    ...counts,
    eventsPerSecond: Math.round((received * 1_000) / Math.max(1, elapsedMs)),
    lagMs,
    tables: { events, state },
    ...lakeResult(lake),
  };
}

function lakeResult({ packed, pushed }: LakeChannel): Pick<RunResult, "firehose" | "lake"> {
  const [fromKinesis, fromFirehose] = [packed.stats(), pushed.stats()];
  return {
    firehose: {
      received: fromFirehose.recordsIn,
      dropped: fromFirehose.dropped,
      failed: fromFirehose.processingFailed,
    },
    lake: {
      rows: fromKinesis.rowsDelivered + fromFirehose.rowsDelivered,
      files: fromKinesis.filesWritten + fromFirehose.filesWritten,
      failed: fromKinesis.conversionFailed + fromFirehose.conversionFailed,
    },
  };
}

/** One sentence when something is missing. */
export function shortfall({ pushedEvents, received, counts }: Snapshot): string | undefined {
  const accounted = counts.stored + counts.duplicate + counts.ignored + counts.rejected + counts.retry;
  if (received !== pushedEvents || accounted !== received)
    return `${count(pushedEvents)} events were pushed, ${count(received)} received, and ${count(accounted)} are accounted for.`;
  if (counts.retry > 0)
    return `${count(counts.retry)} events were given up after all retries; they are below aws/lambda/ in the bucket.`;
  return undefined;
}
