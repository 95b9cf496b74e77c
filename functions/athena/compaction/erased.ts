/** Whom the lake has forgotten: landing files still hold such events for some days, and nothing may bring them back. */
import { ERASED_TABLE } from "../../../shared/lake/table.ts";

/** Every way a row can be about a subject, each as `kind:id`. */
export function subjectsOf(row: string): readonly string[] {
  return [
    `${row}.subject_kind || ':' || ${row}.subject_id`,
    `'device:' || ${row}.device_id`,
    `'device:' || ${row}.mac_address`,
    `'user:' || ${row}.user_id`,
  ];
}

/** Condition on the row `row`: nobody who is forgotten. What occurs after the erasure is kept again. */
export function notErased(row: string): string {
  return subjectsOf(row)
    .map(
      (subject) => `NOT EXISTS (SELECT 1 FROM ${ERASED_TABLE} AS e WHERE e.subject = ${subject}
      AND (e.tenant_id IS NULL OR e.tenant_id = ${row}.tenant_id) AND ${row}.occurred_at <= e.erased_at)`,
    )
    .join("\n    AND ");
}
