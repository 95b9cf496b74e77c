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
  /** Records that were pushed and are neither acknowledged nor given up. */
  readonly openRecords: number;
  /** Records that are, and were not pushed here: their events are in the counts, and not in `received`. */
  readonly strangers: number;
}

export interface Ledger extends Observer {
  pushed(position: string, events: number): void;
  /** Records that were pushed and are neither acknowledged nor given up. */
  openRecords(): number;
  snapshot(): Snapshot;
}

const settledStatuses = ["stored", "duplicate", "ignored", "rejected"] as const satisfies readonly Status[];

type Settled = "acknowledged" | "given up";

/** The stream confirms a record to its producer in no time: what was settled so many records ago was put by somebody else. */
const MOST_UNCONFIRMED = 100_000;

export function newLedger(now: () => number = Date.now): Ledger {
  /** Events of the records that are open; and the fate of those that the stream delivered before it confirmed them. */
  const open = new Map<string, number>();
  const unconfirmed = new Map<string, Settled>();
  const counts: OutcomeCounts = { stored: 0, duplicate: 0, ignored: 0, rejected: 0, retry: 0 };
  const rejections: Partial<Record<RejectionCode, number>> = {};
  const lag = createHistogram();
  let [pushedRecords, pushedEvents, received, forgotten] = [0, 0, 0, 0];
  let [invocations, failedInvocations, redeliveredRecords] = [0, 0, 0];
  let retryReason: string | undefined;

  function close(events: number, fate: Settled): void {
    received += events;
    if (fate === "given up") counts.retry += events;
  }

  function settled(records: readonly ArrivedRecord[], fate: Settled): void {
    for (const { position } of records) {
      const events = open.get(position);
      if (open.delete(position)) close(events ?? 0, fate);
      else unconfirmed.set(position, fate);
    }
    for (const position of unconfirmed.keys()) {
      if (unconfirmed.size <= MOST_UNCONFIRMED) break;
      unconfirmed.delete(position);
      forgotten++;
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
      const fate = unconfirmed.get(position);
      if (fate === undefined) open.set(position, events);
      else close(events, fate);
      unconfirmed.delete(position);
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
    openRecords: () => open.size,
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
      openRecords: open.size,
      strangers: unconfirmed.size + forgotten,
    }),
  };
}
