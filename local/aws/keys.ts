/** Subjects and places as the tables spell them. */
import { newRow, type Row } from "../../shared/row.ts";
import { placeKey, subjectKey } from "../../shared/state/keys.ts";
import type { Place, Subject } from "../reader.ts";

export function subjectPk({ tenant, kind, id }: Subject): string {
  return subjectKey({ ...emptyRow(tenant), subject_kind: kind as Row["subject_kind"], subject_id: id });
}

export function placePk({ tenant, id }: Place): string {
  return placeKey({ ...emptyRow(tenant), floor_id: id }) ?? "";
}

/** The least and the greatest sort key of the times between. */
export function historyRange(fromMs: number, toMs: number): readonly [string, string] {
  return [`${fromMs}#`, `${toMs}#~`];
}

function emptyRow(tenant: string | undefined): Row {
  return { ...newRow("", "", 0, 0, ""), ...(tenant !== undefined && { tenant_id: tenant }) };
}
