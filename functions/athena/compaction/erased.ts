/** Whom the lake has forgotten: landing files still hold such events for some days, and nothing may bring them back. */
import type { Erasure } from "../../../shared/lake/erasure.ts";
import { sqlLiteral } from "../../../shared/lake/sql-literal.ts";
import { COMPACTED_TABLE, ERASED_TABLE } from "../../../shared/lake/table.ts";

/** Every way a row can be about a subject, each as `kind:id`; `row` is empty or a table's name with its dot. */
function subjectsOf(row: string): readonly string[] {
  return [
    `${row}subject_kind || ':' || ${row}subject_id`,
    `'device:' || ${row}device_id`,
    `'device:' || ${row}mac_address`,
    `'user:' || ${row}user_id`,
  ];
}

/** Whichever came first: a sender's clock may be ahead, and what is redriven arrives again. `row` as above. */
function happenedAt(row: string): string {
  return `least(${row}occurred_at, ${row}received_at)`;
}

/** Condition on the row `row`: nobody who is forgotten. What occurs and arrives after the erasure is kept again. */
export function notErased(row: string): string {
  return subjectsOf(`${row}.`)
    .map(
      (subject) => `NOT EXISTS (SELECT 1 FROM ${ERASED_TABLE} AS e WHERE e.subject = ${subject}
      AND (e.tenant_id IS NULL OR e.tenant_id = ${row}.tenant_id) AND ${happenedAt(`${row}.`)} <= e.erased_at)`,
    )
    .join("\n    AND ");
}

/** Condition: a row the erasure is about; the same rows that `notErased` leaves out once it is noted. */
export function isAbout({ kind, id, tenant, atMs }: Erasure): string {
  const named = `${sqlLiteral(`${kind}:${id}`)} IN (${subjectsOf("").join(", ")})`;
  const ofTenant = tenant === undefined ? "" : ` AND tenant_id = ${sqlLiteral(tenant)}`;
  return `${named}${ofTenant} AND ${happenedAt("")} <= ${timestamp(atMs)}`;
}

/** Run before the deletion: what is moved between the two stays out. */
export function noteErased({ kind, id, tenant, atMs }: Erasure): string {
  const tenantLiteral = tenant === undefined ? "CAST(NULL AS varchar)" : sqlLiteral(tenant);
  return `INSERT INTO ${ERASED_TABLE} (subject, tenant_id, erased_at)
VALUES (${sqlLiteral(`${kind}:${id}`)}, ${tenantLiteral}, ${timestamp(atMs)})`;
}

export function countAbout(erasure: Erasure, table: string): string {
  return `SELECT count(*) AS row_count FROM ${table} WHERE ${isAbout(erasure)}`;
}

/** The rows are gone for who asks; their bytes stay in the files until these are rewritten and removed. */
export function deleteErased(erasure: Erasure): string {
  return `DELETE FROM ${COMPACTED_TABLE} WHERE ${isAbout(erasure)}`;
}

function timestamp(atMs: number): string {
  return `TIMESTAMP '${new Date(atMs).toISOString().slice(0, -1).replace("T", " ")}'`;
}
