/**
 * The air of a zone: it follows the people in it, the afternoon's sun and how well the zone is aired. Most zones keep
 * comfortable; some are too warm in the afternoon, cold in the morning, dry, or stuffy when they are full.
 */
import type { Zone } from "./building.ts";
import { peopleIn } from "./headcount.ts";

export interface Air {
  readonly celsius: number;
  readonly humidityPercent: number;
  readonly co2Ppm: number;
}

const DAY_MS = 86_400_000;
const WARMEST_HOUR = 15;
const OUTDOOR_CO2_PPM = 420;
const MOST_PEOPLE = 40;

export function airIn(zone: Zone, nowMs: number): Air {
  const people = Math.min(peopleIn(zone), MOST_PEOPLE);
  const { swingCelsius, co2PpmPerPerson, drynessPercent } = characterOf(zone);
  const localMs = nowMs + zone.floor.building.tenant.utcOffsetMinutes * 60_000;
  const warmth = Math.cos((2 * Math.PI * (localMs - WARMEST_HOUR * 3_600_000)) / DAY_MS);
  return {
    celsius: 21.5 + people * 0.08 + warmth * swingCelsius,
    humidityPercent: 44 + people * 0.2 - drynessPercent - warmth * 3,
    co2Ppm: OUTDOOR_CO2_PPM + people * co2PpmPerPerson,
  };
}

/** By the zone's own id, so that it is the same whoever measures, and whenever. */
function characterOf({ spaceId }: Zone) {
  let hash = 0;
  for (const character of spaceId) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return {
    swingCelsius: hash % 5 === 0 ? 7 : 1.5,
    co2PpmPerPerson: hash % 7 < 2 ? 160 : 35,
    drynessPercent: hash % 9 === 4 ? 14 : 0,
  };
}
