/**
 * The book of a run: every event that was pushed ends under exactly one fate.
 *
 * Fates are the function's own counts of what it acknowledged; a record that is delivered again is counted when it is
 * acknowledged. What the poller gave up counts as `retry`. How many events there were comes from the other side, from
 * what was pushed, so that the two can be held against each other.
 */
import { createHistogram } from "node:perf_hooks";
import type { OutcomeCounts, Status } from "../shared/outcome.ts";
import { readLog } from "./aws/lambda/log.ts";
import type { Discarded } from "./aws/poller/batch.ts";
import type { StreamRecord } from "./aws/poller/event.ts";
import type { Delivery } from "./aws/poller/settle.ts";

interface Lag {
  readonly p50: number;
  readonly p99: number;
}

/** A moment of the run. */
export interface Snapshot {
  readonly pushedRecords: number;
  readonly pushedEvents: number;
  /** Events whose record is acknowledged or given up. */
  readonly received: number;
  readonly counts: OutcomeCounts;
  readonly invocations: number;
  readonly failedInvocations: number;
  /** Deliveries that were in vain: each record as often as it has to come again. */
  readonly redeliveredRecords: number;
  /** Milliseconds from a record's arrival in the stream to its acknowledgement. */
  readonly lagMs: Lag;
  /** Records in the stream that are neither acknowledged nor given up. */
  readonly openRecords: number;
}

export interface Ledger {
  pushed(sequenceNumber: string, events: number): void;
  /** One invocation; answers the warnings the function printed. */
  invoked(delivery: Delivery): readonly string[];
  acknowledged(records: readonly StreamRecord[]): void;
  discarded(discarded: Discarded): void;
  snapshot(): Snapshot;
}

const settledStatuses = ["stored", "duplicate", "ignored", "rejected"] as const satisfies readonly Status[];

type Entry = { readonly events: number } | { readonly fate: "acknowledged" | "discarded" };

export function newLedger(now: () => number = Date.now): Ledger {
  /** Records that only one side has told of: the stream can deliver a record before it confirms it to the producer. */
  const halves = new Map<string, Entry>();
  const counts: OutcomeCounts = { stored: 0, duplicate: 0, ignored: 0, rejected: 0, retry: 0 };
  const lag = createHistogram();
  let [pushedRecords, pushedEvents, received, closedRecords] = [0, 0, 0, 0];
  let [invocations, failedInvocations, redeliveredRecords] = [0, 0, 0];

  function close(sequenceNumber: string, events: number, fate: "acknowledged" | "discarded"): void {
    halves.delete(sequenceNumber);
    received += events;
    if (fate === "discarded") counts.retry += events;
  }

  function settled(records: readonly StreamRecord[], fate: "acknowledged" | "discarded"): void {
    closedRecords += records.length;
    for (const { sequenceNumber } of records) {
      const other = halves.get(sequenceNumber);
      if (other !== undefined && "events" in other) close(sequenceNumber, other.events, fate);
      else halves.set(sequenceNumber, { fate });
    }
  }

  return {
    pushed(sequenceNumber, events) {
      pushedRecords++;
      pushedEvents += events;
      const other = halves.get(sequenceNumber);
      if (other !== undefined && "fate" in other) close(sequenceNumber, events, other.fate);
      else halves.set(sequenceNumber, { events });
    },
    invoked({ records, result, verdict }) {
      invocations++;
      if (result.kind === "failed") failedInvocations++;
      if (verdict.kind === "failed") redeliveredRecords += records.length;
      if (verdict.kind === "partial") redeliveredRecords += records.length - verdict.checkpoint;
      const log = readLog(result.logs);
      // A failed invocation is delivered again whole, whatever it may have counted before it failed.
      if (verdict.kind !== "failed") for (const status of settledStatuses) counts[status] += log.counts[status];
      return log.warnings;
    },
    acknowledged(records) {
      const nowMs = now();
      for (const { arrivedAtMs } of records) lag.record(Math.max(1, Math.round(nowMs - arrivedAtMs)));
      settled(records, "acknowledged");
    },
    discarded: ({ records }) => settled(records, "discarded"),
    snapshot: () => ({
      pushedRecords,
      pushedEvents,
      received,
      counts: { ...counts },
      invocations,
      failedInvocations,
      redeliveredRecords,
      lagMs: { p50: lag.count === 0 ? 0 : lag.percentile(50), p99: lag.count === 0 ? 0 : lag.percentile(99) },
      openRecords: pushedRecords - closedRecords,
    }),
  };
}
