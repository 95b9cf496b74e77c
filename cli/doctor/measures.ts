/** What the arrivals of some minutes say, as numbers. */
import { eventKeyOf, isNewer, subjectText, type Version, versionOf } from "../../shared/state/keys.ts";
import type { Arrivals, Arrived } from "./arrivals.ts";

export interface TenantLag {
  /** `-` is who was not named. */
  readonly tenant: string;
  readonly events: number;
  readonly medianMs: number;
  readonly mostMs: number;
  /** Negative: its clock is ahead. */
  readonly leastMs: number;
}

/** Of each source over the time that was looked at of it: where the look was cut, that is up to its last record. */
export function recordsPerSecond({ sources, span, cut }: Arrivals): number {
  let sum = 0;
  for (const { records, lastMs } of sources.values()) {
    const tookMs = (cut ? lastMs : span.toMs) - span.fromMs;
    if (records > 0) sum += records / Math.max(1, tookMs / 1_000);
  }
  return sum;
}

/** Of all, the share that came before with the same identity. */
export function repeatedShare(rows: readonly Arrived[]): number {
  const met = new Set<string>();
  for (const { row } of rows) {
    const { subject, occurredAtMs, recordUid } = eventKeyOf(row);
    met.add(`${subjectText(subject)} ${occurredAtMs} ${recordUid}`);
  }
  return rows.length === 0 ? 0 : 1 - met.size / rows.length;
}

/** Of all, the share that is older than what its subject had said before. */
export function disorderedShare(rows: readonly Arrived[]): number {
  const newest = new Map<string, Version>();
  let older = 0;
  for (const { row } of rows) {
    const text = subjectText(eventKeyOf(row).subject);
    const version = versionOf(row);
    const known = newest.get(text);
    if (known !== undefined && isNewer(known, version)) older++;
    else newest.set(text, version);
  }
  return rows.length === 0 ? 0 : older / rows.length;
}

/** The largest share one source has of the records; 0 where there is nothing to spread. */
export function largestShare({ sources, records }: Arrivals): number {
  return records === 0 ? 0 : Math.max(...Array.from(sources.values(), (source) => source.records)) / records;
}

/** From when it happened to when it arrived, the slowest tenant first. */
export function lagByTenant(rows: readonly Arrived[]): readonly TenantLag[] {
  const byTenant = Map.groupBy(rows, ({ row }) => row.tenant_id ?? "-");
  const lags = Array.from(byTenant, ([tenant, its]): TenantLag => {
    const lag = its.map(({ row, receivedAtMs }) => receivedAtMs - row.occurred_at).sort((a, b) => a - b);
    return {
      tenant,
      events: its.length,
      medianMs: lag[lag.length >> 1] ?? 0,
      mostMs: lag.at(-1) ?? 0,
      leastMs: lag[0] ?? 0,
    };
  });
  return lags.sort((a, b) => b.medianMs - a.medianMs);
}
