/** Reading the counts of zones; every event that counts goes through here, so that they agree. */
import type { Floor, Headcount, Zone } from "./building.ts";

export function devicesIn({ headcount }: Zone): number {
  return headcount.activeDevices + headcount.inactiveDevices;
}

export function knownUsersIn({ headcount }: Zone): number {
  return headcount.activeKnownUsers + headcount.inactiveKnownUsers;
}

export function peopleIn({ headcount }: Zone): number {
  return (
    headcount.activeKnownUsers +
    headcount.activeUnknownUsers +
    headcount.inactiveKnownUsers +
    headcount.inactiveUnknownUsers
  );
}

export function onFloor(floor: Floor, count: (zone: Zone) => number): number {
  let sum = 0;
  for (const zone of floor.zones) sum += count(zone);
  return sum;
}

/** Adds `by` (1 or −1) devices of that state. */
export function countDevice({ headcount }: Zone, active: boolean, by: number): void {
  const key: keyof Headcount = active ? "activeDevices" : "inactiveDevices";
  headcount[key] += by;
}

/** Adds `by` (1 or −1) people of that kind and state. */
export function countPerson(zone: Zone, known: boolean, active: boolean, by: number): void {
  const key = `${active ? "active" : "inactive"}${known ? "Known" : "Unknown"}Users` as const;
  zone.headcount[key] += by;
  zone.peakPeople = Math.max(zone.peakPeople, peopleIn(zone));
}
