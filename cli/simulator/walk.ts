/** How people move: they stay at a place for a while, then walk to another in the zone, the building or the campus. */
import { type Floor, lift, pointIn, type Zone, zoneAt } from "./building.ts";
import type { Person } from "./people.ts";
import type { Random } from "./random.ts";

const FEET_PER_SECOND = 4.4;
const SHORTEST_REST_MS = 60_000;
const MEDIAN_REST_MS = 9 * 60_000;
const REST_SPREAD = 1.1;
const CHANCE_OF_SAME_ZONE = 0.4;
const CHANCE_OF_OTHER_FLOOR = 0.25;
const CHANCE_OF_OTHER_BUILDING = 0.08;

/** How long somebody stays where they are, ms: a call in the corridor, a lunch, an afternoon at a desk. */
export function rest(random: Random): number {
  return Math.max(SHORTEST_REST_MS, random.duration(MEDIAN_REST_MS, REST_SPREAD));
}

/** Moves the person to where they are at `nowMs`. The zone they walked into is not theirs until they enter it. */
export function walk(person: Person, nowMs: number, random: Random): void {
  let secondsLeft = Math.max(0, (nowMs - person.movedAtMs) / 1000);
  person.movedAtMs = Math.max(person.movedAtMs, nowMs);
  if (person.route.length === 0) {
    if (nowMs < person.restsUntilMs) return;
    secondsLeft = Math.min(secondsLeft, (nowMs - person.restsUntilMs) / 1000);
    setOut(person, random);
  }
  while (secondsLeft > 0 && person.route.length > 0) secondsLeft = stepTowardsNext(person, secondsLeft);
  if (person.route.length === 0) person.restsUntilMs = nowMs + rest(random);
}

/** The zone the person stands in. */
export function zoneUnder(person: Person): Zone {
  return zoneAt(person.floor, person.at);
}

function setOut(person: Person, random: Random): void {
  const { floor } = person;
  if (random.chance(CHANCE_OF_SAME_ZONE)) {
    person.route = [{ floor, ...pointIn(person.zone, random) }];
    return;
  }
  const goal = goalFrom(floor, random);
  const destination = { floor: goal, ...pointIn(random.pick(goal.zones), random) };
  person.route = goal === floor ? [destination] : [{ floor, ...lift }, { floor: goal, ...lift }, destination];
}

function goalFrom(floor: Floor, random: Random): Floor {
  const { floors, campus } = floor.building;
  if (random.chance(CHANCE_OF_OTHER_BUILDING)) return random.pick(random.pick(campus).floors);
  return random.chance(CHANCE_OF_OTHER_FLOOR) ? random.pick(floors) : floor;
}

/** Answers the seconds that are left of the step. Floors change at the lift, buildings at the lifts of both. */
function stepTowardsNext(person: Person, seconds: number): number {
  const next = person.route[0];
  if (next === undefined) return 0;
  person.floor = next.floor;
  const [dx, dy] = [next.x - person.at.x, next.y - person.at.y];
  const distance = Math.hypot(dx, dy);
  const reach = seconds * FEET_PER_SECOND;
  if (reach < distance) {
    person.at = { x: person.at.x + (dx / distance) * reach, y: person.at.y + (dy / distance) * reach };
    return 0;
  }
  person.at = { x: next.x, y: next.y };
  person.route.shift();
  return seconds - distance / FEET_PER_SECOND;
}
