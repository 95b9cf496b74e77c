/** Who and what is on a floor: all that is known of one there, together. */
import { subjectText } from "../../../shared/state/keys.ts";
import { seenAtMs } from "../../../shared/state/seen.ts";
import type { StateItem } from "../../../shared/state/state-item.ts";
import type { FloorSubject } from "../../api.ts";
import { readingsOf } from "./readings.ts";

/** They are the floor's, and are shown as its zones and rooms. */
const places: ReadonlySet<string> = new Set(["location", "space", "tenant"]);

/** The last seen first. */
export function subjectsOf(items: readonly StateItem[]): readonly FloorSubject[] {
  const things = items.filter(({ key }) => !places.has(key.subject.kind));
  const subjects = [...Map.groupBy(things, ({ key }) => subjectText(key.subject)).values()].flatMap(subjectOf);
  return subjects.sort((a, b) => b.seenAtMs - a.seenAtMs);
}

function subjectOf(aspects: readonly StateItem[]): readonly FloorSubject[] {
  const newestFirst = aspects.toSorted((a, b) => seenAtMs(b.row) - seenAtMs(a.row));
  const [newest] = newestFirst;
  if (newest === undefined) return [];
  const first = <T>(read: (item: StateItem) => T | undefined) =>
    newestFirst.map(read).find((value) => value !== undefined);
  const { kind, id } = newest.key.subject;
  const at = newestFirst.find(({ row }) => row.x !== undefined && row.y !== undefined)?.row;
  const zone = first(({ row }) => row.zone_name ?? row.location_name);
  const presence = first(({ row }) => row.presence);
  return [
    {
      kind,
      id,
      label: first(({ row }) => row.labels?.device_name) ?? first(typeOf) ?? kind.replaceAll("_", " "),
      seenAtMs: seenAtMs(newest.row),
      ...(at?.x !== undefined && at.y !== undefined && { xFt: at.x, yFt: at.y }),
      ...(zone !== undefined && { zone }),
      ...(presence !== undefined && { presence }),
      readings: readingsOf(aspects),
    },
  ];
}

function typeOf({ row: { manufacturer, device_type } }: StateItem): string | undefined {
  const said = [manufacturer, device_type].filter((text) => text !== undefined);
  return said.length === 0 ? undefined : said.join(" ");
}
