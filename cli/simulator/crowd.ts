/** Everyone who is in the buildings of the tenants now, and the events they cause. */
import { type Building, pointIn, type Zone, zoneOfKind } from "./building.ts";
import { type Fact, fact, hundredths, type Tenant } from "./event.ts";
import { idsFrom } from "./ids.ts";
import { type Device, type Person, strangers } from "./people.ts";
import { degreesAt } from "./position.ts";
import type { Random } from "./random.ts";
import { roster } from "./roster.ts";
import { classificationOf, countIn, devicePresence, enterZone, leaveZone, setActive } from "./visits.ts";
import { rest, walk, zoneUnder } from "./walk.ts";

const LONGEST_EARLIER_STAY_MS = 3 * 3_600_000;
const FEWEST_PEOPLE = 8;
/** Of so many picked at random, the one who meant to leave first is the next to leave. */
const LEAVERS_COMPARED = 8;
/** Who arrives stands in the lobby for a moment. */
const MEDIAN_WELCOME_MS = 2 * 60_000;
const SHARE_UNLOCATED_MAP = 0.05;

export interface Crowd {
  size(tenant: Tenant): number;
  /** Fills the buildings with people who came before the first event. */
  settle(tenant: Tenant, people: number, nowMs: number): void;
  arrive(tenant: Tenant, nowMs: number): Fact[];
  /** Every function below answers no fact when nobody is there for it. */
  leave(tenant: Tenant, nowMs: number): Fact[];
  /** The next device in turn is located; who has come to rest in another zone enters it first. */
  locate(nowMs: number): Fact[];
  fallAsleep(): Fact[];
  wake(): Fact[];
  changeSsid(): Fact[];
  changeUserId(): Fact[];
  updateProfile(): Fact[];
  /** Any device that is active, for events about one. */
  anyDevice(): Device | undefined;
}

export function crowdOf(sites: ReadonlyMap<Tenant, readonly Building[]>, random: Random): Crowd {
  const ids = idsFrom(random);
  const meet = strangers(random);
  const people = new Map<Tenant, ReturnType<typeof roster<Person>>>();
  for (const tenant of sites.keys()) people.set(tenant, roster<Person>());
  const awake = roster<Device>();
  const asleep = roster<Device>();
  const peopleOf = (tenant: Tenant) => people.get(tenant) ?? roster<Person>();

  function welcome(tenant: Tenant, zone: Zone, nowMs: number): Person {
    const person = meet(zone, pointIn(zone, random), nowMs);
    peopleOf(tenant).add(person);
    for (const device of person.devices) awake.add(device);
    return person;
  }

  function changeZone(person: Person, nowMs: number): Fact[] {
    const facts = leaveZone(person, nowMs);
    for (const device of person.devices) {
      if (device.active) continue;
      asleep.remove(device);
      awake.add(device);
    }
    return [...facts, ...enterZone(person, zoneUnder(person), ids.visit, nowMs)];
  }

  return {
    size: (tenant) => peopleOf(tenant).size(),
    settle(tenant, count, nowMs) {
      for (let index = 0; index < count; index++) {
        const floor = random.pick(random.pick(sites.get(tenant) ?? []).floors);
        const cameAtMs = Math.floor(nowMs - random.between(0, LONGEST_EARLIER_STAY_MS));
        const person = welcome(tenant, random.pick(floor.zones), cameAtMs);
        person.movedAtMs = nowMs;
        person.restsUntilMs = nowMs + random.between(0, rest(random));
        countIn(person);
      }
    },
    arrive(tenant, nowMs) {
      const floor = random.pick(random.pick(sites.get(tenant) ?? []).floors);
      const lobby = zoneOfKind(floor, "lobby");
      const person = welcome(tenant, lobby, nowMs);
      person.restsUntilMs = nowMs + random.duration(MEDIAN_WELCOME_MS, 1);
      return enterZone(person, lobby, ids.visit, nowMs);
    },
    leave(tenant, nowMs) {
      const present = peopleOf(tenant);
      if (present.size() <= FEWEST_PEOPLE) return [];
      const candidates = Array.from({ length: LEAVERS_COMPARED }, () => present.any(random) as Person);
      const leaver = candidates.reduce((first, other) => (other.leavesAtMs < first.leavesAtMs ? other : first));
      present.remove(leaver);
      for (const device of leaver.devices) (device.active ? awake : asleep).remove(device);
      return leaveZone(leaver, nowMs);
    },
    locate(nowMs) {
      const device = awake.next();
      if (device === undefined) return [];
      walk(device.person, nowMs, random);
      const { person } = device;
      // Who walks through a zone is not on a visit there.
      const arrived = person.route.length === 0 && zoneUnder(person) !== person.zone;
      const moved = arrived ? changeZone(person, nowMs) : [];
      return [...moved, locationUpdate(device, nowMs, random)];
    },
    fallAsleep() {
      const device = awake.any(random);
      if (device === undefined || awake.size() <= FEWEST_PEOPLE) return [];
      awake.remove(device);
      asleep.add(device);
      return setActive(device, false);
    },
    wake() {
      const device = asleep.next();
      if (device === undefined) return [];
      asleep.remove(device);
      awake.add(device);
      return setActive(device, true);
    },
    changeSsid() {
      const device = awake.any(random);
      if (device === undefined) return [];
      device.ssid = device.ssid === "guest" ? "corporate" : "guest";
      return [devicePresence(device, "DEVICE_SSID_CHANGE_EVENT")];
    },
    changeUserId() {
      const device = awake.any(random);
      if (device === undefined) return [];
      device.person.rawUserId = `user.${ids.hex(6)}`;
      return [devicePresence(device, "DEVICE_RAW_USER_ID_CHANGE_EVENT")];
    },
    updateProfile() {
      const device = awake.any(random);
      if (device === undefined) return [];
      device.profile = { ...device.profile, optIns: ["EMAIL", "TERMS_AND_CONDITIONS"], mobile: "+15550100" };
      return [fact(device.person.tenant, "PROFILE_UPDATE", "deviceProfileUpdate", device.profile)];
    },
    anyDevice: () => awake.any(random),
  };
}

function locationUpdate(device: Device, nowMs: number, random: Random): Fact {
  const { person } = device;
  return fact(person.tenant, "DEVICE_LOCATION_UPDATE", "deviceLocationUpdate", {
    device: device.profile,
    location: zoneUnder(person).location,
    ssid: device.ssid,
    rawUserId: person.rawUserId,
    visitId: device.visit.id,
    lastSeen: nowMs,
    deviceClassification: classificationOf(person),
    mapId: random.chance(SHARE_UNLOCATED_MAP) ? "" : person.floor.mapId,
    xPos: hundredths(person.at.x),
    yPos: hundredths(person.at.y),
    confidenceFactor: 24 + 8 * random.below(20),
    ...degreesAt(person.floor, person.at),
    unc: 0,
    maxDetectedRssi: -45 - random.below(45),
    ipv4: device.ipv4,
    ipv6: [],
  });
}
