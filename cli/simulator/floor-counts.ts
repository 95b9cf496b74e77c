/** What Wi-Fi counts on a floor; one floor is told at most once a minute. */
import type { Floor } from "./building.ts";
import { type Fact, fact } from "./event.ts";
import { devicesIn, knownUsersIn, onFloor, peopleIn } from "./headcount.ts";
import type { Random } from "./random.ts";

const SHORTEST_INTERVAL_MS = 60_000;
const PROBING_SHARE = 0.3;
const FLOOR_CAPACITY_DEVICES = 400;
const FLOOR_AREA_SQUARE_FEET = 28_800;

/** The next floor in turn; no fact when its minute is not over. The floors share the minute evenly. */
export function floorCounts(
  floors: readonly Floor[],
  tagsOn: (floor: Floor) => number,
  random: Random,
): (nowMs: number) => Fact[] {
  const told = new Map<Floor, { associated: number; probing: number }>();
  let turn = 0;
  let toldAtMs = Number.NEGATIVE_INFINITY;
  return (nowMs) => {
    if (nowMs - toldAtMs < SHORTEST_INTERVAL_MS / floors.length) return [];
    toldAtMs = nowMs;
    const floor = floors[turn++ % floors.length] as Floor;
    const before = told.get(floor);
    const associated = onFloor(floor, devicesIn);
    const probing = Math.round(associated * PROBING_SHARE * random.between(0.8, 1.2));
    told.set(floor, { associated, probing });
    const knownUsers = onFloor(floor, knownUsersIn);
    return [
      fact(floor.building.tenant, "DEVICE_COUNT", "deviceCounts", {
        location: floor.location,
        associatedCount: associated,
        estimatedProbingCount: probing,
        probingRandomizedPercentage: 80 + random.below(15),
        associatedDelta: associated - (before?.associated ?? 0),
        probingDelta: probing - (before?.probing ?? 0),
        estimatedDensity: onFloor(floor, peopleIn) / FLOOR_AREA_SQUARE_FEET,
        estimatedCapacityPercentage: (100 * associated) / FLOOR_CAPACITY_DEVICES,
        userCount: knownUsers,
        wirelessUserCount: knownUsers,
        wiredUserCount: 0,
        rfidTagCount: 0,
        bleTagCount: tagsOn(floor),
      }),
    ];
  };
}
