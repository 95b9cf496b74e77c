/** A believable customer, as the events its buildings send: the same seed gives the same events, byte for byte. */
import { administrationOf } from "./administration.ts";
import { type Building, buildSites } from "./building.ts";
import { camerasOn } from "./cameras.ts";
import { crowdOf } from "./crowd.ts";
import { eventOf, type Fact, type SpacesEvent, type Tenant } from "./event.ts";
import { floorCounts } from "./floor-counts.ts";
import { idsFrom, recordUid } from "./ids.ts";
import { networkOf } from "./network.ts";
import { newerEvents } from "./newer-events.ts";
import { MEAN_DEVICES_PER_PERSON } from "./people.ts";
import { randomFrom } from "./random.ts";
import { roomsOn } from "./rooms.ts";
import { type Activity, occupancyAt, schedule } from "./schedule.ts";
import { sensorsOn } from "./sensors.ts";

export interface SimulationOptions {
  /** How many; without it the generator has no end. */
  readonly events?: number;
  readonly seed: number;
  /** Time of the first event, epoch milliseconds. */
  readonly startMs: number;
  /** 10 to 10,000; the buildings and their population grow with it. */
  readonly eventsPerSecond: number;
  /** Simulated seconds per second of the rate, default 1. At 60, an hour of the buildings is told within a minute's events. */
  readonly timeScale?: number;
}

/** A device is located this often when the buildings are full. */
const LOCATE_INTERVAL_SECONDS = 20;
const SHARE_OF_LOCATION_UPDATES = 0.6;
const FEWEST_PEOPLE_AT_PEAK = 24;
const DEVICES_PER_FLOOR = 200;
const FEWEST_FLOORS = 5;

/**
 * `recordTimestamp` advances at the rate. Events of one moment (someone enters with two devices) are at least 1 ms apart,
 * so that the newest is the last; above 1,000 events/s they can overtake others by some milliseconds.
 */
export function* simulate(options: SimulationOptions): Generator<SpacesEvent, void> {
  const { events = Number.POSITIVE_INFINITY, seed, startMs, eventsPerSecond, timeScale = 1 } = options;
  const msPerEvent = (1000 * timeScale) / eventsPerSecond;
  const activities = openBuildings(options);
  const plan = schedule(randomFrom(seed + 1));
  const uidKey = Math.imul(seed, 0x9e3779b1);
  let told = 0;
  while (told < events) {
    const nowMs = Math.floor(startMs + told * msPerEvent);
    let atMs = 0;
    for (const what of activities[plan.next().value](nowMs)) {
      if (told === events) return;
      atMs = Math.max(Math.floor(startMs + told * msPerEvent), atMs + 1);
      yield eventOf(what, recordUid(told, uidKey), atMs);
      told++;
    }
  }
}

type Activities = Readonly<Record<Activity, (nowMs: number) => readonly Fact[]>>;

function openBuildings({ seed, startMs, eventsPerSecond, timeScale = 1 }: SimulationOptions): Activities {
  const random = randomFrom(seed);
  const located = (eventsPerSecond / timeScale) * SHARE_OF_LOCATION_UPDATES * LOCATE_INTERVAL_SECONDS;
  const floorsPerTenant = Math.max(FEWEST_FLOORS, Math.ceil(located / DEVICES_PER_FLOOR));
  const peopleAtPeak = Math.max(FEWEST_PEOPLE_AT_PEAK, Math.round(located / MEAN_DEVICES_PER_PERSON));
  const ids = idsFrom(random);
  const tenants: readonly Tenant[] = [
    tenant(ids.tenant(), "Simulation-Workspaces", "America/Phoenix", -7 * 60),
    tenant(ids.tenant(), "Simulation-Retail", "Asia/Singapore", 8 * 60),
  ];
  const sites = new Map<Tenant, readonly Building[]>();
  for (const owner of tenants) sites.set(owner, buildSites(owner, floorsPerTenant, random));
  const floors = [...sites.values()].flat().flatMap((building) => building.floors);
  const targetOf = (owner: Tenant, nowMs: number) => peopleAtPeak * occupancyAt(nowMs, owner);

  const crowd = crowdOf(sites, random);
  for (const owner of tenants) crowd.settle(owner, Math.round(targetOf(owner, startMs)), startMs);
  const sensors = sensorsOn(floors, random);
  const rooms = roomsOn(floors, random);
  const cameras = camerasOn(floors, random);
  const network = networkOf(sites, random);
  const administration = administrationOf(tenants, floors, random);
  const newer = newerEvents(crowd.anyDevice, floors, random);
  return {
    locate: crowd.locate,
    arrive: (nowMs) =>
      crowd.arrive(
        greatest(tenants, (owner) => targetOf(owner, nowMs) - crowd.size(owner)),
        nowMs,
      ),
    leave: (nowMs) =>
      crowd.leave(
        greatest(tenants, (owner) => crowd.size(owner) - targetOf(owner, nowMs)),
        nowMs,
      ),
    followOccupancy(nowMs) {
      const owner = random.pick(tenants);
      return crowd.size(owner) < targetOf(owner, nowMs) ? crowd.arrive(owner, nowMs) : crowd.leave(owner, nowMs);
    },
    fallAsleep: crowd.fallAsleep,
    wake: crowd.wake,
    changeSsid: crowd.changeSsid,
    changeUserId: crowd.changeUserId,
    updateProfile: crowd.updateProfile,
    sense: sensors.telemetry,
    press: sensors.press,
    hearTag: sensors.rssi,
    locateAsset: sensors.assetLocation,
    senseRoom: rooms.telemetry,
    countRoom: rooms.peopleCount,
    senseWebex: rooms.webexTelemetry,
    reportOccupancy: rooms.occupancy,
    changeOccupancy: rooms.occupancyChange,
    countInView: cameras.rawCount,
    countByCamera: cameras.count,
    countDevices: floorCounts(floors, sensors.tagsOn, random),
    reportNetwork: network.telemetry,
    reportNetworkDevice: network.status,
    changeLocation: administration.changeLocation,
    moveAnchor: administration.moveAnchor,
    activate: administration.activate,
    deactivate: administration.deactivate,
    changeAdmin: administration.changeAdmin,
    keepAlive: administration.keepAlive,
    associate: newer.association,
    hearDevice: newer.rssi,
    updateWifiDevice: newer.wifiDevice,
    changeTopology: newer.apTopology,
    changeFeature: newer.buildingFeature,
    custom: newer.custom,
  };
}

function tenant(id: string, name: string, timeZone: string, utcOffsetMinutes: number): Tenant {
  return { id, name, partnerTenantId: name, timeZone, utcOffsetMinutes };
}

function greatest<T>(items: readonly T[], measure: (item: T) => number): T {
  return items.reduce((first, other) => (measure(other) > measure(first) ? other : first));
}
