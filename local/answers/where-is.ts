/** Where is a device now: everything the state table knows of one subject, in one Query. */
import { type Answer, answer, shellQuoted, time } from "./answer.ts";
import { stateOf, type Tables } from "./tables.ts";

export async function whereIs(tables: Tables, pk: string): Promise<Answer> {
  const items = await stateOf(tables, pk);
  const rows = items.map(({ aspect, row }) => [
    aspect,
    row.building_name ?? null,
    row.floor_name ?? row.location_name ?? null,
    row.zone_name ?? null,
    row.x ?? null,
    row.y ?? null,
    row.presence ?? null,
    time(row.occurred_at),
  ]);
  return answer(
    `Where is ${subjectOf(pk)} now?`,
    ["aspect", "building", "floor", "zone", "x_ft", "y_ft", "presence", "as_of_utc"],
    rows,
    `aws dynamodb query --endpoint-url ${tables.endpoint} --table-name ${tables.state} \\
  --key-condition-expression 'pk = :pk' \\
  --expression-attribute-values ${shellQuoted({ ":pk": { S: pk } })}`,
  );
}

/** `subject_kind subject_id` of a key `tenant_id#subject_kind#subject_id`. */
export function subjectOf(pk: string): string {
  return pk.split("#").slice(1).join(" ");
}
