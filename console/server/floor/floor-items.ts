/** What the tables hold of one floor, read again and again: people often, what reports rarely now and then. */
import { COUNTERS_WITHIN_MS } from "../../../cli/now/busiest-floors.ts";
import { SEEN_WITHIN_MS } from "../../../cli/now/floors.ts";
import { isPersonal } from "../../../shared/state/aspects.ts";
import { type PlaceKey, stateText } from "../../../shared/state/keys.ts";
import { seenAtMs } from "../../../shared/state/seen.ts";
import type { StateItem } from "../../../shared/state/state-item.ts";
import type { TablesReader } from "../../../shared/state/tables-reader.ts";
import type { Clock } from "../clock.ts";

const DAY_READ_EVERY_MS = 60_000;

export interface FloorItems {
  readonly atMs: number;
  readonly items: readonly StateItem[];
}

/** Persons of the last quarter of an hour, things of the day. */
export function floorItems(
  read: Pick<TablesReader, "stateAt">,
  place: PlaceKey,
  clock: Clock,
): () => Promise<FloorItems> {
  let ofDay: readonly StateItem[] = [];
  let dayReadAtMs = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - dayReadAtMs >= DAY_READ_EVERY_MS) {
      ofDay = await read.stateAt(place, clock.sinceMs(COUNTERS_WITHIN_MS));
      dayReadAtMs = performance.now();
      clock.saw(ofDay);
    }
    const lately = await read.stateAt(place, clock.sinceMs(SEEN_WITHIN_MS));
    clock.saw(lately);
    const atMs = clock.nowMs();
    const isRecent = ({ row }: StateItem) => seenAtMs(row) >= atMs - SEEN_WITHIN_MS;
    const things = ofDay.filter(({ row }) => !isPersonal(row));
    const all = new Map([...things, ...lately].map((item) => [stateText(item.key), item]));
    return { atMs, items: [...all.values()].filter((item) => !isPersonal(item.row) || isRecent(item)) };
  };
}
