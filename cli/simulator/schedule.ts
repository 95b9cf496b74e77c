/** When things happen: how full a building is by the hour, and which kind of thing comes next. */
import type { Tenant } from "./event.ts";
import type { Random } from "./random.ts";

/** Share of the busiest hour's people, by local hour; between full hours it is interpolated. */
const occupancyByHour: readonly number[] = [
  0.12, 0.12, 0.12, 0.12, 0.12, 0.13, 0.18, 0.35, 0.65, 0.9, 1, 1, 0.85, 0.9, 1, 0.98, 0.9, 0.7, 0.45, 0.28, 0.2, 0.15,
  0.12, 0.12,
];

export function occupancyAt(nowMs: number, { utcOffsetMinutes }: Tenant): number {
  const hours = (((nowMs / 3_600_000 + utcOffsetMinutes / 60) % 24) + 24) % 24;
  const hour = Math.floor(hours);
  const [from, to] = [occupancyByHour[hour] as number, occupancyByHour[(hour + 1) % 24] as number];
  return from + (to - from) * (hours - hour);
}

/**
 * How often each activity comes in a round. Some cause several events (someone arriving), so a round makes about 950,
 * 1,400 at most: any 2,000 events hold a whole one, and with it every event type.
 */
const mix = {
  locate: 560,
  sense: 150,
  senseRoom: 15,
  arrive: 4,
  leave: 4,
  followOccupancy: 4,
  fallAsleep: 8,
  wake: 7,
  changeSsid: 2,
  changeUserId: 1,
  countRoom: 16,
  countInView: 22,
  countByCamera: 12,
  countDevices: 3,
  reportNetwork: 6,
  reportNetworkDevice: 4,
  press: 5,
  updateProfile: 2,
  changeLocation: 1,
  moveAnchor: 1,
  activate: 1,
  deactivate: 1,
  changeAdmin: 1,
  keepAlive: 1,
  // What the public protobuf contract has no message for.
  senseWebex: 12,
  hearTag: 8,
  reportOccupancy: 4,
  changeOccupancy: 8,
  associate: 2,
  hearDevice: 2,
  updateWifiDevice: 1,
  locateAsset: 3,
  changeTopology: 1,
  changeFeature: 1,
  custom: 1,
} as const;

export type Activity = keyof typeof mix;

/** Each activity once, in the order a new activation would show them. */
const opening: readonly Activity[] = [
  "activate",
  "changeAdmin",
  "changeLocation",
  "moveAnchor",
  "reportNetworkDevice",
  "reportNetwork",
  "arrive",
  "locate",
  "sense",
  "senseRoom",
  "associate",
  "updateProfile",
  "countDevices",
  "countInView",
  "countByCamera",
  "countRoom",
  "senseWebex",
  "changeOccupancy",
  "reportOccupancy",
  "press",
  "hearTag",
  "hearDevice",
  "updateWifiDevice",
  "locateAsset",
  "changeTopology",
  "changeFeature",
  "fallAsleep",
  "wake",
  "changeSsid",
  "changeUserId",
  "leave",
  "deactivate",
  "custom",
  "keepAlive",
];

/**
 * Answers the next activity, for ever: the opening, then the mix in a shuffled order, round after round. Were each round
 * shuffled anew, what comes once in it could be two rounds apart.
 */
export function* schedule(random: Random): Generator<Activity, never> {
  yield* opening;
  const activities = Object.entries(mix).flatMap(([activity, times]) => Array(times).fill(activity as Activity));
  const round = random.shuffled<Activity>(activities);
  for (;;) yield* round;
}
