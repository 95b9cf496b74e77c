/** What is new of a floor against what a client has. */
import type { FloorAnswer, FloorChange, FloorSubject } from "../../api.ts";

/** `undefined` where nothing is. */
export function floorChange(before: FloorAnswer, now: FloorAnswer): FloorChange | undefined {
  const known = new Map(before.subjects.map((subject) => [nameOf(subject), subject]));
  const seen: FloorSubject[] = [];
  for (const subject of now.subjects) {
    const name = nameOf(subject);
    const was = known.get(name);
    known.delete(name);
    if (was === undefined || !isSame(was, subject)) seen.push(subject);
  }
  const gone = [...known.values()].map(({ kind, id }) => ({ kind, id }));
  const zones = isSame(before.zones, now.zones) ? undefined : now.zones;
  const rooms = isSame(before.rooms, now.rooms) ? undefined : now.rooms;
  if (seen.length + gone.length === 0 && zones === undefined && rooms === undefined) return undefined;
  return { atMs: now.atMs, seen, gone, ...(zones && { zones }), ...(rooms && { rooms }) };
}

function nameOf({ kind, id }: FloorSubject): string {
  return `${kind} ${id}`;
}

function isSame(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
