/** Events by day, as the tests of the daily merge and of compaction let them arrive. */
import fc from "fast-check";
import { newRow, type Row } from "../../shared/row.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A Wednesday. */
const day0 = Date.parse("2026-03-04T00:00:00Z");

export function at(day: number, hour = 12): number {
  return day0 + day * DAY_MS + Math.round(hour * HOUR_MS);
}

export function event(uid: string, occurredAt: number, receivedAt: number, more: Partial<Row> = {}): Row {
  return {
    ...newRow(uid, "DEVICE_PRESENCE", occurredAt, receivedAt, "spaces/0.1.0"),
    tenant_id: "t",
    subject_kind: "device",
    subject_id: `d-${uid}`,
    ...more,
  };
}

/** Six that share a `record_uid`: apart by tenant, none, subject and time. */
export const sixOfOneUid: readonly Row[] = [
  event("a", at(0), at(0)),
  event("a", at(0), at(0), { tenant_id: "u" }),
  event("a", at(0), at(0), { tenant_id: undefined }),
  event("a", at(0), at(0), { subject_id: "other" }),
  event("a", at(0), at(0), { subject_kind: "user" }),
  event("a", at(0, 11), at(0)),
];

/** What may arrive, in days and hours, and the day on which what moves it runs thereafter. */
export function arrivals(...uids: readonly string[]) {
  const arrival = fc.record({
    uid: fc.constantFrom(...uids),
    tenant: fc.constantFrom("t", "u", undefined),
    occurred: fc.constantFrom(-20, -1, 0, 0, 1, 3),
    received: fc.integer({ min: 0, max: 4 }),
    hour: fc.constantFrom(0, 12, 23.99),
    version: fc.constantFrom("spaces/0.1.0", "spaces/0.10.0", "spaces/0.9.0"),
    runOn: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
  });
  return fc.array(arrival, { minLength: 1, maxLength: 8 });
}
