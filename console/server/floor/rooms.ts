/** The rooms of a floor: spaces, and the devices that stand in them. */
import { subjectText } from "../../../shared/state/keys.ts";
import type { StateItem } from "../../../shared/state/state-item.ts";
import type { RoomLine } from "../../api.ts";
import { readingsOf } from "./readings.ts";

export function roomsOf(items: readonly StateItem[]): readonly RoomLine[] {
  const ofKind = (kind: string) => [
    ...Map.groupBy(
      items.filter(({ key }) => key.subject.kind === kind),
      ({ key }) => subjectText(key.subject),
    ).values(),
  ];
  const spaces = ofKind("space");
  const byLocation = Map.groupBy(spaces, ([item]) => item?.row.location_id);
  const rooms = new Map<readonly StateItem[], StateItem[]>(spaces.map((space) => [space, [...space]]));
  for (const device of ofKind("room_device")) {
    // Where several rooms are told at one location, nobody says in which of them it stands.
    const at = device[0]?.row.location_id;
    const [space, another] = at === undefined ? [] : (byLocation.get(at) ?? []);
    if (space !== undefined && another === undefined) rooms.get(space)?.push(...device);
    else rooms.set(device, [...device]);
  }
  return [...rooms].map(([own, all]) => roomOf(own, all)).sort(byName);
}

function roomOf([first]: readonly StateItem[], items: readonly StateItem[]): RoomLine {
  const readings = readingsOf(items);
  const row = first?.row;
  const capacity = items.map((item) => item.row.measurements?.capacity).find((value) => value !== undefined);
  const people = readings.find(({ name }) => name === "people_count")?.value;
  return {
    id: row?.subject_id ?? "",
    name: row?.labels?.space_name ?? row?.location_name ?? row?.labels?.device_name ?? row?.subject_id ?? "",
    ...(capacity !== undefined && { capacity }),
    ...(typeof people === "number" && { people }),
    readings: readings.filter(({ name }) => name !== "people_count"),
    saidAtMs: Math.max(...items.map(({ version }) => version.occurredAtMs)),
  };
}

function byName(a: RoomLine, b: RoomLine): number {
  return a.name.localeCompare(b.name, "en", { numeric: true }) || (a.id < b.id ? -1 : 1);
}
