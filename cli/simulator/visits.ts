/** What is told about people who enter, leave, fall asleep and wake: presence, with the counts of the zone as it is then. */
import type { Zone } from "./building.ts";
import { type Fact, fact, localDateTime } from "./event.ts";
import { countDevice, countPerson } from "./headcount.ts";
import type { Device, Person, Visit } from "./people.ts";

type DeviceStep =
  | "DEVICE_ENTRY_EVENT"
  | "DEVICE_IN_ACTIVE_EVENT"
  | "DEVICE_ACTIVE_EVENT"
  | "DEVICE_EXIT_EVENT"
  | "DEVICE_SSID_CHANGE_EVENT"
  | "DEVICE_RAW_USER_ID_CHANGE_EVENT";
type UserStep = "USER_ENTRY_EVENT" | "USER_IN_ACTIVE_EVENT" | "USER_ACTIVE_EVENT" | "USER_EXIT_EVENT";

/** Counts somebody who came before anyone listened. */
export function countIn(person: Person): void {
  for (const { active } of person.devices) countDevice(person.zone, active, 1);
  countPerson(person.zone, person.known, isActive(person), 1);
}

export function enterZone(person: Person, zone: Zone, newVisitId: () => string, nowMs: number): Fact[] {
  person.zone = zone;
  person.visit = { id: newVisitId(), enteredAtMs: nowMs };
  const facts: Fact[] = [];
  for (const device of person.devices) {
    device.active = true;
    device.visit = { id: newVisitId(), enteredAtMs: nowMs };
    countDevice(zone, true, 1);
    facts.push(deviceEntry(device), devicePresence(device, "DEVICE_ENTRY_EVENT"));
  }
  countPerson(zone, person.known, true, 1);
  facts.push(userPresence(person, "USER_ENTRY_EVENT"));
  return facts;
}

export function leaveZone(person: Person, nowMs: number): Fact[] {
  const { zone } = person;
  const facts: Fact[] = [];
  const wasActive = isActive(person);
  for (const device of person.devices) {
    countDevice(zone, device.active, -1);
    facts.push(deviceExit(device, nowMs), devicePresence(device, "DEVICE_EXIT_EVENT", nowMs, !device.active));
  }
  countPerson(zone, person.known, wasActive, -1);
  facts.push(userPresence(person, "USER_EXIT_EVENT", nowMs, !wasActive));
  return facts;
}

/** A device goes quiet or is heard again; its user with it, when it is the last active or the first one. */
export function setActive(device: Device, active: boolean): Fact[] {
  const { person } = device;
  const wasActive = isActive(person);
  countDevice(person.zone, device.active, -1);
  device.active = active;
  countDevice(person.zone, active, 1);
  const facts = [devicePresence(device, active ? "DEVICE_ACTIVE_EVENT" : "DEVICE_IN_ACTIVE_EVENT", 0, active)];
  if (isActive(person) !== wasActive) {
    countPerson(person.zone, person.known, wasActive, -1);
    countPerson(person.zone, person.known, active, 1);
    facts.push(userPresence(person, active ? "USER_ACTIVE_EVENT" : "USER_IN_ACTIVE_EVENT", 0, active));
  }
  return facts;
}

function isActive(person: Person): boolean {
  return person.devices.some(({ active }) => active);
}

function deviceEntry(device: Device): Fact {
  const { person, visit } = device;
  return fact(person.tenant, "DEVICE_ENTRY", "deviceEntry", {
    device: device.profile,
    location: person.zone.location,
    visitId: visit.id,
    entryTimestamp: visit.enteredAtMs,
    entryDateTime: localDateTime(visit.enteredAtMs, person.tenant),
    timeZone: person.tenant.timeZone,
    deviceClassification: classificationOf(person),
    daysSinceLastVisit: device.daysSinceLastVisit,
  });
}

function deviceExit(device: Device, nowMs: number): Fact {
  const { person, visit } = device;
  return fact(person.tenant, "DEVICE_EXIT", "deviceExit", {
    device: device.profile,
    location: person.zone.location,
    visitId: visit.id,
    visitDurationMinutes: minutesOf(visit, nowMs),
    entryTimestamp: visit.enteredAtMs,
    entryDateTime: localDateTime(visit.enteredAtMs, person.tenant),
    exitTimestamp: nowMs,
    exitDateTime: localDateTime(nowMs, person.tenant),
    timeZone: person.tenant.timeZone,
    deviceClassification: classificationOf(person),
    visitClassification: visitClassificationOf(visit, nowMs),
  });
}

/** Of one that has not left, `exitedAtMs` is 0. */
export function devicePresence(device: Device, step: DeviceStep, exitedAtMs = 0, wasInActive = false): Fact {
  const { person, visit } = device;
  const { headcount, location } = person.zone;
  return fact(person.tenant, "DEVICE_PRESENCE", "devicePresence", {
    presenceEventType: step,
    wasInActive,
    device: device.profile,
    location,
    ssid: device.ssid,
    rawUserId: person.rawUserId,
    visitId: visit.id,
    daysSinceLastVisit: device.daysSinceLastVisit,
    entryTimestamp: visit.enteredAtMs,
    entryDateTime: localDateTime(visit.enteredAtMs, person.tenant),
    exitTimestamp: exitedAtMs,
    exitDateTime: localDateTime(exitedAtMs, person.tenant),
    visitDurationMinutes: minutesOf(visit, exitedAtMs),
    timeZone: person.tenant.timeZone,
    deviceClassification: classificationOf(person),
    visitClassification: exitedAtMs === 0 ? "" : visitClassificationOf(visit, exitedAtMs),
    activeDevicesCount: headcount.activeDevices,
    inActiveDevicesCount: headcount.inactiveDevices,
  });
}

function userPresence(person: Person, step: UserStep, exitedAtMs = 0, wasInActive = false): Fact {
  const { headcount, location } = person.zone;
  const { visit } = person;
  const profile = person.devices[0]?.profile;
  return fact(person.tenant, "USER_PRESENCE", "userPresence", {
    presenceEventType: step,
    wasInActive,
    user: {
      userId: person.userId,
      deviceIds: person.devices.map(({ profile: { deviceId } }) => deviceId),
      tags: profile?.tags,
      mobile: "",
      email: profile?.email,
      gender: "GENDER_NOT_AVAILABLE",
      firstName: profile?.firstName,
      lastName: profile?.lastName,
      postalCode: "",
      attributes: [],
      socialNetworkInfo: [],
    },
    location,
    rawUserId: person.rawUserId,
    visitId: visit.id,
    entryTimestamp: visit.enteredAtMs,
    entryDateTime: localDateTime(visit.enteredAtMs, person.tenant),
    exitTimestamp: exitedAtMs,
    exitDateTime: localDateTime(exitedAtMs, person.tenant),
    visitDurationMinutes: minutesOf(visit, exitedAtMs),
    timeZone: person.tenant.timeZone,
    activeUsersCount: userCount(headcount.activeKnownUsers, headcount.activeUnknownUsers),
    inActiveUsersCount: userCount(headcount.inactiveKnownUsers, headcount.inactiveUnknownUsers),
    connection: "CONN_WIRELESS",
  });
}

function userCount(usersWithUserId: number, usersWithoutUserId: number) {
  return { usersWithUserId, usersWithoutUserId, totalUsers: usersWithUserId + usersWithoutUserId };
}

function minutesOf(visit: Visit, exitedAtMs: number): number {
  return exitedAtMs === 0 ? 0 : Math.round((exitedAtMs - visit.enteredAtMs) / 60_000);
}

export function classificationOf(person: Person): string {
  return person.known ? "Employee" : "Guest";
}

function visitClassificationOf(visit: Visit, exitedAtMs: number): string {
  return minutesOf(visit, exitedAtMs) < 5 ? "Passerby" : "Visitor";
}
