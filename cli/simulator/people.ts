/** People and the one or two devices each of them carries. */
import type { Floor, Point, Zone } from "./building.ts";
import type { Payload, Tenant } from "./event.ts";
import { type Ids, idsFrom } from "./ids.ts";
import type { Random } from "./random.ts";

interface Waypoint extends Point {
  readonly floor: Floor;
}

export interface Person {
  readonly tenant: Tenant;
  /** Employees log in by name; of guests only the device is known. */
  readonly known: boolean;
  readonly userId: string;
  rawUserId: string;
  readonly devices: Device[];
  /** The zone they entered last; the one they walk through may be another until they are seen there. */
  zone: Zone;
  floor: Floor;
  at: Point;
  /** Where to next; empty while the person stays put. */
  route: Waypoint[];
  restsUntilMs: number;
  movedAtMs: number;
  visit: Visit;
  /** When they mean to leave the building. */
  readonly leavesAtMs: number;
}

export interface Device {
  readonly person: Person;
  /** The `device` of every event about it. */
  profile: Payload & { readonly deviceId: string; readonly macAddress: string };
  ssid: string;
  readonly ipv4: string;
  active: boolean;
  visit: Visit;
  readonly daysSinceLastVisit: number;
}

/** A stay in one zone. */
export interface Visit {
  readonly id: string;
  readonly enteredAtMs: number;
}

const firstNames = ["Ada", "Alan", "Barbara", "Claude", "Donald", "Edsger", "Grace", "Hedy", "Joan", "Katherine"];
const lastNames = ["Example", "Sample", "Specimen", "Placeholder", "Fictional"];
const models = [
  { manufacturer: "Apple, Inc.", os: "iOS", osVersion: "18.4", type: "MOBILE", deviceModel: "iPhone" },
  { manufacturer: "Samsung Electronics Co.,Ltd", os: "Android", osVersion: "15", type: "MOBILE", deviceModel: "" },
  { manufacturer: "", os: "Android", osVersion: "", type: "NOT_AVAILABLE", deviceModel: "" },
  { manufacturer: "Apple, Inc.", os: "iPadOS", osVersion: "18.4", type: "TABLET", deviceModel: "iPad" },
] as const;
const laptops = [
  { manufacturer: "Apple, Inc.", os: "macOS", osVersion: "15.4", type: "LAPTOP", deviceModel: "MacBook" },
  { manufacturer: "Dell Inc.", os: "Windows", osVersion: "11", type: "LAPTOP", deviceModel: "" },
] as const;
type Model = (typeof models)[number] | (typeof laptops)[number];

/** In the building: a parcel is handed in within minutes, a working day takes hours. */
const MEDIAN_STAY_MS = 30 * 60_000;
const STAY_SPREAD = 1.2;
const SHARE_OF_EMPLOYEES = 0.6;
const SHARE_WITH_TWO_DEVICES = 0.4;
export const MEAN_DEVICES_PER_PERSON = 1 + SHARE_WITH_TWO_DEVICES;

/** Makes somebody who came into `zone` at that time; nobody counts them yet. */
export type MeetPerson = (zone: Zone, at: Point, nowMs: number) => Person;

export function strangers(random: Random): MeetPerson {
  const ids = idsFrom(random);
  return (zone, at, nowMs) => {
    const known = random.chance(SHARE_OF_EMPLOYEES);
    const name = { firstName: random.pick(firstNames), lastName: random.pick(lastNames) };
    const login = `${name.firstName}.${name.lastName}.${ids.hex(4)}`.toLowerCase();
    const person: Person = {
      tenant: zone.floor.building.tenant,
      known,
      userId: known ? ids.user() : "",
      rawUserId: known ? login : "",
      devices: [],
      zone,
      floor: zone.floor,
      at,
      route: [],
      restsUntilMs: nowMs,
      movedAtMs: nowMs,
      visit: { id: ids.visit(), enteredAtMs: nowMs },
      leavesAtMs: nowMs + random.duration(MEDIAN_STAY_MS, STAY_SPREAD),
    };
    person.devices.push(newDevice(ids, random, person, name, random.pick(models), nowMs));
    if (random.chance(SHARE_WITH_TWO_DEVICES)) {
      person.devices.push(newDevice(ids, random, person, name, random.pick(laptops), nowMs));
    }
    return person;
  };
}

function newDevice(
  ids: Ids,
  random: Random,
  person: Person,
  name: { firstName: string; lastName: string },
  model: Model,
  nowMs: number,
): Device {
  const { known } = person;
  const { deviceModel, ...system } = model;
  return {
    person,
    profile: {
      deviceId: ids.device(),
      userId: person.userId,
      tags: known ? ["Employee"] : ["Guest"],
      mobile: "",
      email: known ? `${person.rawUserId}@example.com` : "",
      gender: "GENDER_NOT_AVAILABLE",
      firstName: known ? name.firstName : "",
      lastName: known ? name.lastName : "",
      postalCode: "",
      optIns: known ? [] : ["TERMS_AND_CONDITIONS"],
      attributes: [],
      macAddress: ids.macAddress(),
      ...system,
      socialNetworkInfo: [],
      deviceModel,
    },
    ssid: known ? "corporate" : "guest",
    ipv4: ids.ipv4(),
    active: true,
    visit: { id: ids.visit(), enteredAtMs: nowMs },
    daysSinceLastVisit: known ? 1 + random.below(3) : 0,
  };
}
