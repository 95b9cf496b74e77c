/** What the oracles compute with: plain arrays, groups of them, and times as the engines write them. */
import type { Cell } from "../../../shared/lake/query-result.ts";
import type { Row } from "../../../shared/row.ts";

/** Five hours behind UTC in all of the period. */
export const TIME_ZONE = "America/New_York";
export const ZONE_OFFSET_MS = -5 * 3_600_000;
export const HOUR_MS = 3_600_000;

export type Answer = Record<string, Cell>;

export function identityOf(row: Row): string {
  return JSON.stringify([row.record_uid, row.occurred_at, row.tenant_id, row.subject_kind, row.subject_id]);
}

export function groups<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  return Map.groupBy(items, key);
}

export function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error("a group has a member");
  return item;
}

export function present<T>(values: readonly (T | undefined)[]): T[] {
  return values.filter((value) => value !== undefined);
}

export function countDistinct<T>(items: readonly T[], key: (item: T) => string): number {
  return new Set(items.map(key)).size;
}

/** Of more than a call takes arguments. */
export function maximum(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}

export function minimum(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

export function most(values: readonly number[]): number | null {
  return values.length === 0 ? null : maximum(values);
}

export function greatest(values: readonly (string | undefined)[]): string | null {
  return present(values).sort().at(-1) ?? null;
}

export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function share(part: readonly number[], whole: readonly number[]): number | null {
  const total = whole.reduce((sum, value) => sum + value, 0);
  return total === 0 ? null : (100 * part.reduce((sum, value) => sum + value, 0)) / total;
}

/** The value that as many as `fraction` of them, rounded down, are below or equal to, in order. */
export function percentile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(fraction * sorted.length), sorted.length - 1)] ?? 0;
}

export function timestamp(atMs: number): string {
  return new Date(atMs)
    .toISOString()
    .replace("T", " ")
    .replace(/(\.000)?Z$/, "")
    .replace(/(\.\d*?)0+$/, "$1");
}

export function local(atMs: number): string {
  return timestamp(atMs + ZONE_OFFSET_MS);
}

export function localHour({ occurred_at }: Row): string {
  return `${local(occurred_at).slice(0, 13)}:00:00`;
}

export function localDay({ occurred_at }: Row): string {
  return local(occurred_at).slice(0, 10);
}

export function tenantName(rows: readonly Row[]): string | null {
  return greatest(rows.map((row) => row.tenant_name ?? row.tenant_id));
}

/** In the order of time; rows of one moment by their uid. */
export function inOrder(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((a, b) => a.occurred_at - b.occurred_at || (a.record_uid < b.record_uid ? -1 : 1));
}
