/** Whom the lake has forgotten: which rows are about them. */
import type { Row, SubjectKind } from "../row.ts";

/** A subject as the lake names it, after the privacy policy; everything about it that occurred or arrived up to a moment. */
export interface Erasure {
  readonly kind: SubjectKind;
  readonly id: string;
  /** `undefined` for all tenants. */
  readonly tenant: string | undefined;
  readonly atMs: number;
}

/** Of a row, what tells whom it is about, and when. */
export type RowIdentity = Pick<
  Row,
  "subject_kind" | "subject_id" | "device_id" | "mac_address" | "user_id" | "tenant_id" | "occurred_at" | "received_at"
>;

/**
 * Whether a row is about one of them, by whichever of its columns. When it happened is whichever came first: a sender's
 * clock may be ahead, and what is redriven arrives again. What occurs and arrives after the erasure is kept.
 */
export function isErased(row: RowIdentity, erasures: readonly Erasure[]): boolean {
  if (erasures.length === 0) return false;
  const happenedAtMs = Math.min(row.occurred_at, row.received_at);
  return erasures.some(
    ({ kind, id, tenant, atMs }) =>
      happenedAtMs <= atMs &&
      (tenant === undefined || tenant === row.tenant_id) &&
      ((row.subject_kind === kind && row.subject_id === id) ||
        (kind === "device" && (row.device_id === id || row.mac_address === id)) ||
        (kind === "user" && row.user_id === id)),
  );
}
