/** The subject of a kind that the most is told of on the day that is asked about. */
import type { Row } from "../../../shared/row.ts";
import { DAY } from "./expected.ts";

export function busiestSubject(rows: readonly Row[], kind: Row["subject_kind"]): string {
  const ofDay = rows.filter(
    (row) => row.subject_kind === kind && new Date(row.occurred_at).toISOString().startsWith(DAY),
  );
  const counted = [...Map.groupBy(ofDay, (row) => row.subject_id)].map(([id, group]) => ({ id, count: group.length }));
  return counted.sort((a, b) => b.count - a.count)[0]?.id ?? "";
}
