/** Who is on a floor now: the index by place, without those who have not been seen for a while. */
import type { QueryResult } from "../../shared/lake/query-result.ts";
import type { PlaceKey } from "../../shared/state/keys.ts";
import { presentOf } from "../../shared/state/present.ts";
import { seenAtMs } from "../../shared/state/seen.ts";
import { type NowReader, SEEN_WITHIN_MS } from "./floors.ts";
import { utcText } from "./utc-text.ts";

/** Last seen first. */
export async function whoIsThere(
  read: Pick<NowReader, "stateAt">,
  place: PlaceKey,
  atMs: number,
): Promise<QueryResult> {
  const sinceMs = atMs - SEEN_WITHIN_MS;
  const present = presentOf(await read.stateAt(place, sinceMs), sinceMs);
  return {
    columns: ["kind", "id", "type", "manufacturer", "zone", "x_ft", "y_ft", "seen_utc"],
    rows: present.map(({ row }) => [
      row.subject_kind,
      row.subject_id,
      row.device_type ?? null,
      row.manufacturer ?? null,
      row.zone_name ?? null,
      row.x ?? null,
      row.y ?? null,
      utcText(seenAtMs(row)),
    ]),
  };
}
