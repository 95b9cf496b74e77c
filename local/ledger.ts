/**
 * The book of a run: every event that was pushed ends under exactly one fate.
 *
 * Fates are the function's own counts of what it acknowledged; a record that is delivered again is counted when it is
 * acknowledged. What the source gave up counts as `retry`. How many events there were comes from the other side, from
 * what was pushed, so that the two can be held against each other.
 */
import { createHistogram } from "node:perf_hooks";
import type { OutcomeCounts, RejectionCode, Status } from "../shared/outcome.ts";
import type { ArrivedRecord, Delivery, Observer } from "./cloud.ts";

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
  readonly rejections: Readonly<Partial<Record<RejectionCode, number>>>;
  readonly invocations: number;
  readonly failedInvocations: number;
  /** Deliveries that were in vain: each record as often as it has to come again. */
  readonly redeliveredRecords: number;
  /** Why the last record that has to come again was not stored, where the function said so. */
  readonly retryReason?: string;
  /** Milliseconds from a record's arrival in the stream to its acknowledgement. */
  readonly lagMs: Lag;
  /** Records in the stream that are neither acknowledged nor given up. */
  readonly openRecords: number;
}

export interface Ledger extends Observer {
  pushed(position: string, events: number): void;
  /** Records that were pushed and are neither acknowledged nor given up. */
  openRecords(): number;
  snapshot(): Snapshot;
}

const settledStatuses = ["stored", "duplicate", "ignored", "rejected"] as const satisfies readonly Status[];

type Settled = "acknowledged" | "given up";
type Entry = { readonly events: number } | { readonly fate: Settled };

export function newLedger(now: () => number = Date.now): Ledger {
  /** Records that only one side has told of: the stream can deliver a record before it confirms it to the producer. */
  const halves = new Map<string, Entry>();
  const counts: OutcomeCounts = { stored: 0, duplicate: 0, ignored: 0, rejected: 0, retry: 0 };
  const rejections: Partial<Record<RejectionCode, number>> = {};
  const lag = createHistogram();
  let [pushedRecords, pushedEvents, received, closedRecords] = [0, 0, 0, 0];
  let [invocations, failedInvocations, redeliveredRecords] = [0, 0, 0];
  let retryReason: string | undefined;

  function close(position: string, events: number, fate: Settled): void {
    halves.delete(position);
    received += events;
    if (fate === "given up") counts.retry += events;
  }

  function settled(records: readonly ArrivedRecord[], fate: Settled): void {
    closedRecords += records.length;
    for (const { position } of records) {
      const other = halves.get(position);
      if (other !== undefined && "events" in other) close(position, other.events, fate);
      else halves.set(position, { fate });
    }
  }

  function count({ report }: Delivery): void {
    if (report === undefined) return;
    for (const status of settledStatuses) counts[status] += report[status];
    for (const [code, events] of Object.entries(report.rejections) as [RejectionCode, number][])
      rejections[code] = (rejections[code] ?? 0) + events;
  }

  return {
    pushed(position, events) {
      pushedRecords++;
      pushedEvents += events;
      const other = halves.get(position);
      if (other !== undefined && "fate" in other) close(position, events, other.fate);
      else halves.set(position, { events });
    },
    delivered(delivery) {
      invocations++;
      if (delivery.failure !== undefined) failedInvocations++;
      redeliveredRecords += delivery.redelivered;
      if (delivery.redelivered > 0) retryReason = delivery.failure ?? delivery.report?.retryFrom?.reason ?? retryReason;
      count(delivery);
    },
    acknowledged(records) {
      const nowMs = now();
      for (const { arrivedAtMs } of records) lag.record(Math.max(1, Math.round(nowMs - arrivedAtMs)));
      settled(records, "acknowledged");
    },
    givenUp: (records) => settled(records, "given up"),
    // No event's fate hangs on it.
    lakeWarned: () => {},
    openRecords: () => pushedRecords - closedRecords,
    snapshot: () => ({
      pushedRecords,
      pushedEvents,
      received,
      counts: { ...counts },
      rejections: { ...rejections },
      invocations,
      failedInvocations,
      redeliveredRecords,
      ...(retryReason !== undefined && { retryReason }),
      lagMs: { p50: lag.count === 0 ? 0 : lag.percentile(50), p99: lag.count === 0 ? 0 : lag.percentile(99) },
      openRecords: pushedRecords - closedRecords,
    }),
  };
}
