/** Of several copies of an event the one to keep: it arrived last, or was written again by a newer core. */
import type { Row } from "../row.ts";

/** What tells two events apart, as everywhere: recordUid alone has been seen with 32 bits only, across tenants. */
function identityOf({ record_uid, occurred_at, tenant_id, subject_kind, subject_id }: Row): string {
  return JSON.stringify([record_uid, occurred_at, tenant_id ?? null, subject_kind, subject_id]);
}

/** Each event once, in order of time. Which copy stays does not depend on the order they are given in. */
export function newestCopies(rows: Iterable<Row>): readonly Row[] {
  const kept = new Map<string, Row>();
  for (const row of rows) {
    const identity = identityOf(row);
    const other = kept.get(identity);
    if (other === undefined || isNewer(row, other)) kept.set(identity, row);
  }
  return [...kept.values()].sort((a, b) => a.occurred_at - b.occurred_at);
}

function isNewer(one: Row, other: Row): boolean {
  const [mine, theirs] = [orderOf(one), orderOf(other)];
  for (const [place, part] of mine.entries()) {
    const difference = part - (theirs[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/** `name/major.minor.patch` by its numbers: 0.10.0 is newer than 0.9.0. What is no number is older than any. */
function orderOf({ received_at, pipeline }: Row): readonly number[] {
  const parts = pipeline.split("/")[1]?.split(".") ?? [];
  const version = [0, 1, 2].map((place) => (/^\d+$/.test(parts[place] ?? "") ? Number(parts[place]) : -1));
  return [received_at, ...version];
}
