/** How busy is each floor now: who is there by the index, and what the counters there say. */
import type { StateItem } from "../../shared/state/state-item.ts";
import { identityOf } from "../reader.ts";
import { type Answer, answer } from "./answer.ts";
import type { Asked } from "./answers.ts";
import { type Floor, presentAt, sinceMs } from "./who-is-on-floor.ts";

/** Sensors and cameras that have nothing new to say report rarely. */
const COUNTERS_WITHIN_MS = 86_400_000;

/** `floors` are the busiest first; there is at least one. */
export async function countsByFloor(
  { read, commands }: Asked,
  floors: readonly Floor[],
  asOfMs: number,
): Promise<Answer> {
  const rows = await Promise.all(
    floors.map(async ({ place, name, tenant }) => {
      const items = await read.stateAt(place, asOfMs - COUNTERS_WITHIN_MS);
      const present = presentAt(items, asOfMs);
      const kind = (wanted: string) => present.filter(({ row }) => row.subject_kind === wanted).length;
      const sensors = items
        .filter(({ row }) => row.subject_kind === "sensor")
        .map(({ key }) => identityOf(key.subject));
      return [tenant, name, kind("device"), kind("user"), sum(items, "camera"), new Set(sensors).size];
    }),
  );
  rows.sort((a, b) => Number(b[2]) - Number(a[2]));
  const [busiest] = floors;
  return answer(
    "How busy is each floor now?",
    ["tenant", "floor", "devices", "users", "people_seen_by_cameras", "sensors"],
    rows,
    busiest === undefined ? "" : commands.countAt(busiest.place, "device", sinceMs(asOfMs)),
  );
}

function sum(items: readonly StateItem[], kind: string): number | null {
  const counters = items.filter(({ row, key }) => row.subject_kind === kind && key.aspect === "count");
  if (counters.length === 0) return null;
  return counters.reduce((total, { row }) => total + (row.people_count ?? 0), 0);
}
