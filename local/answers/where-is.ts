/** Where is a device now: everything the state table knows of one subject, read by one key. */
import type { StateItem } from "../../shared/state/state-item.ts";
import { type Answer, answer, time } from "./answer.ts";
import type { Asked } from "./answers.ts";

export async function whereIs({ read, commands }: Asked, { key: { subject }, row }: StateItem): Promise<Answer> {
  const items = await read.stateOf(subject);
  const rows = items.map(({ key, row }) => [
    key.aspect,
    row.building_name ?? null,
    row.floor_name ?? row.location_name ?? null,
    row.zone_name ?? null,
    row.x ?? null,
    row.y ?? null,
    row.presence ?? null,
    time(row.occurred_at),
  ]);
  return answer(
    `Where is ${subject.kind} ${subject.id} of ${row.tenant_name ?? subject.tenant ?? "no tenant"} now?`,
    ["aspect", "building", "floor", "zone", "x_ft", "y_ft", "presence", "as_of_utc"],
    rows,
    commands.stateOf(subject),
  );
}
