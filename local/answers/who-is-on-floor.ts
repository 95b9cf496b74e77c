/** Who is on a floor now: the index by place, without those who have not been seen for a while. */
import { type Answer, answer, shellQuoted, time } from "./answer.ts";
import { type StateItem, stateAt, type Tables } from "./tables.ts";

/** Who was not heard of for this long may have left without a word. */
const SEEN_WITHIN_MINUTES = 15;

export interface Floor {
  /** `tenant_id#floor_id`. */
  readonly place: string;
  readonly name: string;
  readonly tenant: string;
}

export async function whoIsOnFloor(tables: Tables, floor: Floor, asOfMs: number): Promise<Answer> {
  const present = presentAt(await stateAt(tables, floor.place), asOfMs);
  const rows = present.map(({ row }) => [
    row.subject_kind,
    row.subject_id,
    row.device_type ?? null,
    row.manufacturer ?? null,
    row.zone_name ?? null,
    row.x ?? null,
    row.y ?? null,
    time(seenAt(row)),
  ]);
  return answer(
    `Who is on ${floor.name} of ${floor.tenant} now (seen within ${SEEN_WITHIN_MINUTES} minutes)?`,
    ["kind", "id", "type", "manufacturer", "zone", "x_ft", "y_ft", "seen_utc"],
    rows,
    `aws dynamodb query --endpoint-url ${tables.endpoint} --table-name ${tables.state} --index-name by-location \\
  --key-condition-expression 'location_pk = :place' --filter-expression 'occurred_at > :since' \\
  --expression-attribute-values ${shellQuoted({ ":place": { S: floor.place }, ":since": { N: String(sinceMs(asOfMs)) } })}`,
  );
}

/** One item per person or device, the newest of its aspects; last seen first. */
export function presentAt(items: readonly StateItem[], asOfMs: number): readonly StateItem[] {
  const newest = new Map<string, StateItem>();
  for (const item of items) {
    const { subject_kind } = item.row;
    if (subject_kind !== "device" && subject_kind !== "user") continue;
    const other = newest.get(item.pk);
    if (other === undefined || seenAt(item.row) > seenAt(other.row)) newest.set(item.pk, item);
  }
  return [...newest.values()]
    .filter(({ row }) => seenAt(row) > sinceMs(asOfMs))
    .sort((a, b) => seenAt(b.row) - seenAt(a.row));
}

function seenAt({ last_seen_at, occurred_at }: StateItem["row"]): number {
  return last_seen_at ?? occurred_at;
}

function sinceMs(asOfMs: number): number {
  return asOfMs - SEEN_WITHIN_MINUTES * 60_000;
}
