/**
 * A believable customer: buildings whose people, sensors, cameras and room devices speak in turn, as the sandbox's
 * simulation does. Deterministic by seed. Event times advance at the given rate; the population is scaled to it.
 */
import { type Agenda, newAgenda } from "./agenda.ts";
import { type Building, buildTenants, type Tenant } from "./building.ts";
import type { Said, SpacesEvent } from "./event.ts";
import * as operations from "./operations.ts";
import { enter, MEAN_VISIT_MS, newPerson, type Person, profileUpdate, report } from "./people.ts";
import { type Random, randomFrom } from "./random.ts";
import * as rooms from "./rooms.ts";
import { heard, newSensor, type Sensor, sense } from "./sensors.ts";

export interface SimulationOptions {
  /** How many; without it the simulation goes on for ever. */
  readonly events?: number;
  readonly seed: number;
  /** Epoch milliseconds of the first event. */
  readonly startMs: number;
  /** In simulated time, 10 to 10,000: how many people and sensors there are follows from it. */
  readonly eventsPerSecond: number;
}

/** Who speaks: answers what is said now and how long until it speaks again. */
type Speaker = (nowMs: number) => {
  readonly tenant: Tenant;
  readonly said: readonly Said[];
  readonly nextInMs: number;
};

const REPORT_EVERY_MS = 10_000;
const SENSE_EVERY_MS = 20_000;
const COUNT_EVERY_MS = 60_000;
/** Of all events: positions, sensors; the rest follows from visits, counts and what is rare. */
const POSITION_SHARE = 0.62;
const SENSOR_SHARE = 0.18;
const RARE_SHARE = 1 / 70;
const PEOPLE_PER_FLOOR = 60;
/** Share of the people who are there at each hour (UTC). */
const OCCUPANCY_BY_HOUR = [4, 4, 4, 4, 5, 8, 20, 45, 65, 75, 72, 66, 58, 68, 75, 70, 60, 40, 22, 14, 10, 7, 5, 4].map(
  (pct) => pct / 100,
);

export function* simulate(options: SimulationOptions): Generator<SpacesEvent> {
  const random = randomFrom(options.seed);
  const agenda = newAgenda<Speaker>();
  populate(agenda, random, options);
  let number = 0;
  const most = options.events ?? Number.POSITIVE_INFINITY;
  while (number < most) {
    const { atMs, item: speak } = agenda.take();
    const nowMs = Math.floor(atMs);
    const { tenant, said, nextInMs } = speak(nowMs);
    agenda.add(atMs + nextInMs, speak);
    for (const { eventType, field, payload } of said) {
      if (number === most) return;
      number++;
      const isKeepAlive = eventType === "KEEP_ALIVE";
      yield {
        recordUid: `event-${options.seed.toString(16)}-${number.toString(16).padStart(8, "0")}`,
        recordTimestamp: nowMs,
        spacesTenantId: isKeepAlive ? "" : tenant.spacesTenantId,
        spacesTenantName: isKeepAlive ? "" : tenant.spacesTenantName,
        partnerTenantId: isKeepAlive ? "" : tenant.partnerTenantId,
        eventType,
        ...(field !== undefined && { [field]: payload }),
      };
    }
  }
}

function populate(agenda: Agenda<Speaker>, random: Random, { startMs, eventsPerSecond }: SimulationOptions): void {
  const presentCount = (POSITION_SHARE * eventsPerSecond * REPORT_EVERY_MS) / 1_000;
  const peopleCount = Math.max(12, Math.round(presentCount / occupancyAt(startMs)));
  const sensorCount = Math.max(12, Math.round((SENSOR_SHARE * eventsPerSecond * SENSE_EVERY_MS) / 1_000));
  const buildings = buildTenants(random, Math.max(2, Math.ceil(presentCount / (PEOPLE_PER_FLOOR * 4))));
  const floors = buildings.flatMap((building) => building.floors);
  const people = Array.from({ length: peopleCount }, (_, index) => newPerson(random, index + 1));
  const sensors = Array.from({ length: sensorCount }, (_, index) =>
    newSensor(random, floors[index % floors.length] as (typeof floors)[0], index),
  );
  for (const person of people) {
    // The day has begun: as many as the hour says are there already, some for a while.
    if (random.chance(occupancyAt(startMs)))
      enter(person, random.pick(floors), startMs - Math.floor(random.wait(MEAN_VISIT_MS)), random, startMs);
    agenda.add(startMs + random.next() * REPORT_EVERY_MS, personSpeaker(person, buildings, random));
  }
  for (const sensor of sensors) agenda.add(startMs + random.next() * SENSE_EVERY_MS, sensorSpeaker(sensor, random));
  for (const floor of floors)
    agenda.add(startMs + random.next() * COUNT_EVERY_MS, counterSpeaker(rooms.newCounters(random, floor), random));
  agenda.add(startMs, rareSpeaker(buildings, people, sensors, random, 1_000 / (eventsPerSecond * RARE_SHARE)));
}

function occupancyAt(ms: number): number {
  return OCCUPANCY_BY_HOUR[new Date(ms).getUTCHours()] ?? 0;
}

function personSpeaker(person: Person, buildings: readonly Building[], random: Random): Speaker {
  return (nowMs) => {
    if (person.visit !== undefined) {
      const { tenant } = person.visit.floor;
      return { tenant, said: report(person, nowMs, random), nextInMs: REPORT_EVERY_MS * (0.5 + random.next()) };
    }
    const building = random.pick(buildings);
    const share = occupancyAt(nowMs);
    // As many come as leave when the share of the hour is there.
    const comesIn = random.chance(((share / (1 - share)) * REPORT_EVERY_MS) / MEAN_VISIT_MS);
    const said = comesIn ? enter(person, random.pick(building.floors), nowMs, random, nowMs) : [];
    return { tenant: building.tenant, said, nextInMs: REPORT_EVERY_MS * (0.5 + random.next()) };
  };
}

function sensorSpeaker(sensor: Sensor, random: Random): Speaker {
  return (nowMs) => ({
    tenant: sensor.floor.tenant,
    said: [sense(sensor, nowMs, random)],
    nextInMs: SENSE_EVERY_MS * (0.9 + random.next() * 0.2),
  });
}

function counterSpeaker(counters: rooms.Counters, random: Random): Speaker {
  return (nowMs) => ({
    tenant: counters.floor.tenant,
    said: [
      rooms.deviceCount(counters, random),
      rooms.cameraCount(counters),
      rooms.rawCameraCount(counters),
      rooms.roomPeopleCount(counters, nowMs, random),
    ],
    nextInMs: COUNT_EVERY_MS,
  });
}

/** Goes round what is rare, so that every event type comes within some two thousand events. */
function rareSpeaker(
  buildings: readonly Building[],
  people: readonly Person[],
  sensors: readonly Sensor[],
  random: Random,
  everyMs: number,
): Speaker {
  const counters = buildings.flatMap(({ floors }) => floors).map((floor) => rooms.newCounters(random, floor));
  const round: readonly ((building: Building, nowMs: number) => Said)[] = [
    (building) => operations.appActivation(building, "APP_ACTIVATION"),
    (building) => operations.locationChange(building, random),
    (building) => operations.anchorUpdate(building, random),
    (_, nowMs) => operations.connectorStatus(nowMs, random),
    (building) => operations.networkTelemetry(building, random),
    () => rooms.webexTelemetry(random.pick(counters), random),
    (_, nowMs) => rooms.spaceOccupancy(random.pick(counters), nowMs),
    () => rooms.spaceOccupancyChange(random.pick(counters)),
    () => rooms.rawCameraCount(random.pick(counters)),
    () => rooms.cameraCount(random.pick(counters)),
    () => rooms.deviceCount(random.pick(counters), random),
    (_, nowMs) => rooms.roomPeopleCount(random.pick(counters), nowMs, random),
    (_, nowMs) => heard(random.pick(sensors), nowMs, random),
    () => profileUpdate(random.pick(people), random),
    () => operations.adminChange(),
    (building) => operations.partnerEvent(building),
    (_, nowMs) => operations.controllerStatus(nowMs),
    () => operations.keepAlive,
    (building) => operations.networkTelemetry(building, random),
    (building) => operations.appActivation(building, "APP_DE_ACTIVATION"),
  ];
  let turn = 0;
  return (nowMs) => {
    const building = random.pick(buildings);
    const said = (round[turn++ % round.length] as (typeof round)[0])(building, nowMs);
    return { tenant: building.tenant, said: [said], nextInMs: everyMs };
  };
}
