/** Who is on a floor now: the index by place, without those who have not been seen for a while. */
import type { PlaceKey } from "../../shared/state/keys.ts";
import { seenAtMs } from "../../shared/state/seen.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import { identityOf } from "../reader.ts";
import { type Answer, answer, time } from "./answer.ts";
import type { Asked } from "./answers.ts";

/** Who was not heard of for this long may have left without a word. */
const SEEN_WITHIN_MINUTES = 15;

export interface Floor {
  readonly place: PlaceKey;
  readonly name: string;
  readonly tenant: string;
}

export async function whoIsOnFloor({ read, commands }: Asked, floor: Floor, asOfMs: number): Promise<Answer> {
  const present = presentAt(await read.stateAt(floor.place, sinceMs(asOfMs)), asOfMs);
  const rows = present.map(({ row }) => [
    row.subject_kind,
    row.subject_id,
    row.device_type ?? null,
    row.manufacturer ?? null,
    row.zone_name ?? null,
    row.x ?? null,
    row.y ?? null,
    time(seenAtMs(row)),
  ]);
  return answer(
    `Who is on ${floor.name} of ${floor.tenant} now (seen within ${SEEN_WITHIN_MINUTES} minutes)?`,
    ["kind", "id", "type", "manufacturer", "zone", "x_ft", "y_ft", "seen_utc"],
    rows,
    commands.stateAt(floor.place, sinceMs(asOfMs)),
  );
}

/** One item per person or device, the newest of its aspects; last seen first. */
export function presentAt(items: readonly StateItem[], asOfMs: number): readonly StateItem[] {
  const newest = new Map<string, StateItem>();
  for (const item of items) {
    const { subject_kind } = item.row;
    if (subject_kind !== "device" && subject_kind !== "user") continue;
    const identity = identityOf(item.key.subject);
    const other = newest.get(identity);
    if (other === undefined || seenAtMs(item.row) > seenAtMs(other.row)) newest.set(identity, item);
  }
  return [...newest.values()]
    .filter(({ row }) => seenAtMs(row) >= sinceMs(asOfMs))
    .sort((a, b) => seenAtMs(b.row) - seenAtMs(a.row));
}

export function sinceMs(asOfMs: number): number {
  return asOfMs - SEEN_WITHIN_MINUTES * 60_000;
}
