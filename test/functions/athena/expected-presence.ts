/** Who was where and for how long, from plain rows. */
import type { Row } from "../../../shared/row.ts";
import {
  type Answer,
  countDistinct,
  first,
  groups,
  HOUR_MS,
  inOrder,
  local,
  localDay,
  localHour,
  maximum,
  mean,
  most,
  percentile,
  present,
  tenantName,
  ZONE_OFFSET_MS,
} from "./expected-arithmetic.ts";

export function dwell(rows: readonly Row[]): Answer[] {
  return [...groups(visitsOf(rows), ({ row, day }) => `${day} ${row.tenant_id} ${placeOf(row)}`).values()].map(
    (group) => {
      const minutes = group.map((visit) => visit.minutes);
      const { row, day } = first(group);
      return {
        day,
        tenant_name: tenantName([row]),
        building_name: row.building_name ?? null,
        floor_name: row.floor_name ?? null,
        zone_id: placeOf(row),
        zone_name: row.zone_name ?? row.location_name ?? null,
        visits: group.length,
        average_minutes: mean(minutes),
        median_minutes: percentile(minutes, 0.5),
        longest_minutes: maximum(minutes),
      };
    },
  );
}

export function histogram(rows: readonly Row[]): Answer[] {
  const starts = [0, 5, 10, 15, 30, 60, 120, 240, 480];
  return [...groups(visitsOf(rows), ({ row }) => `${row.tenant_id} ${row.building_id}`).values()].flatMap((visits) =>
    starts.map((from, index) => ({
      tenant_name: tenantName(visits.map(({ row }) => row)),
      building_id: first(visits).row.building_id ?? null,
      building_name: first(visits).row.building_name ?? null,
      from_minutes: from,
      to_minutes: starts[index + 1] ?? null,
      visits: visits.filter(
        ({ minutes }) => minutes >= from && minutes < (starts[index + 1] ?? Number.POSITIVE_INFINITY),
      ).length,
    })),
  );
}

/** Each visit once, with the day it was last told on. */
function visitsOf(rows: readonly Row[]) {
  const ended = rows.filter(
    (row) => row.subject_kind === "device" && row.presence === "exit" && row.dwell_minutes !== undefined,
  );
  return [...groups(ended, (row) => `${row.tenant_id} ${placeOf(row)} ${row.visit_id ?? row.record_uid}`).values()].map(
    (told) => ({
      row: first(told),
      day: local(maximum(told.map(({ occurred_at }) => occurred_at))).slice(0, 10),
      minutes: maximum(told.map(({ dwell_minutes }) => dwell_minutes ?? 0)),
    }),
  );
}

function placeOf(row: Row): string {
  return row.zone_id ?? row.location_id ?? "";
}

function isThere({ presence }: Row): boolean {
  return presence !== "exit" && presence !== "inactive";
}

export function occupancy(rows: readonly Row[]): Answer[] {
  const onFloors = rows.filter(({ floor_id }) => floor_id !== undefined);
  return [...groups(onFloors, (row) => `${localHour(row)} ${row.tenant_id} ${row.floor_id}`).values()].map((group) => {
    const distinct = (kind: string) =>
      countDistinct(
        group.filter((row) => row.subject_kind === kind && isThere(row)),
        (row) => row.subject_id,
      );
    return {
      hour_start: localHour(first(group)),
      tenant_name: tenantName(group),
      building_name: first(group).building_name ?? null,
      floor_id: first(group).floor_id ?? null,
      floor_name: first(group).floor_name ?? null,
      devices: distinct("device"),
      users: distinct("user"),
      peak_people_count: most(present(group.map(({ people_count }) => people_count))),
    };
  });
}

export function busiest(rows: readonly Row[]): Answer[] {
  const seen = rows.filter((row) => row.building_id !== undefined && row.subject_kind === "device" && isThere(row));
  const hours = [...groups(seen, (row) => `${row.building_id} ${localHour(row)}`).values()].map((group) => ({
    row: first(group),
    devices: countDistinct(group, (row) => row.subject_id),
  }));
  const weekday = (row: Row) => new Date(row.occurred_at + ZONE_OFFSET_MS).getUTCDay() || 7;
  const hourOfDay = (row: Row) => new Date(row.occurred_at + ZONE_OFFSET_MS).getUTCHours();
  return [...groups(hours, ({ row }) => `${row.building_id} ${weekday(row)} ${hourOfDay(row)}`).values()].map(
    (group) => ({
      tenant_name: tenantName(group.map(({ row }) => row)),
      building_id: first(group).row.building_id ?? null,
      building_name: first(group).row.building_name ?? null,
      weekday: weekday(first(group).row),
      hour_of_day: hourOfDay(first(group).row),
      days: group.length,
      average_devices: mean(group.map((hour) => hour.devices)),
      peak_devices: maximum(group.map((hour) => hour.devices)),
    }),
  );
}

/** By row: the user its device was ever told with, among the rows given; else the device. */
function personsOf(rows: readonly Row[]): (row: Row) => string {
  const users = new Map<string, string>();
  for (const { user_id, subject_kind, subject_id } of inOrder(rows)) {
    const key = `${subject_kind} ${subject_id}`;
    if (user_id !== undefined && user_id > (users.get(key) ?? "")) users.set(key, user_id);
  }
  return ({ tenant_id, subject_kind, subject_id }) =>
    `${tenant_id} ${users.get(`${subject_kind} ${subject_id}`) ?? subject_id}`;
}

const isOfPeople = ({ subject_kind }: Row) => subject_kind === "device" || subject_kind === "user";

export function visitors(rows: readonly Row[]): Answer[] {
  const seen = rows.filter((row) => isOfPeople(row) && row.building_id !== undefined);
  const personOf = personsOf(seen);
  const stayed = (row: Row) => `${row.building_id} ${personOf(row)}`;
  const firstDays = new Map([...groups(seen, stayed)].map(([who, told]) => [who, told.map(localDay).sort()[0] ?? ""]));
  return [...groups(seen, (row) => `${localDay(row)} ${row.tenant_id} ${row.building_id}`).values()].map((group) => {
    const { building_id, building_name } = first(group);
    const day = localDay(first(group));
    const people = [...groups(group, personOf)];
    const returning = people.filter(
      ([, told]) =>
        told.some(({ measurements }) => (measurements?.days_since_last_visit ?? 0) > 0) ||
        (firstDays.get(stayed(first(told))) ?? day) < day,
    );
    return {
      day,
      tenant_name: tenantName(group),
      building_id: building_id ?? null,
      building_name: building_name ?? null,
      visitors: people.length,
      new_visitors: people.length - returning.length,
      returning_visitors: returning.length,
    };
  });
}

const AWAY_AFTER_MS = 15 * 60_000;

/** By asking, whenever somebody comes, how many are there then. */
export function simultaneous(rows: readonly Row[]): Answer[] {
  const seen = inOrder(rows.filter((row) => isOfPeople(row) && row.floor_id !== undefined));
  const stays = [...groups(seen, personsOf(seen)).values()].flatMap((sightings) =>
    sightings.map((row, index) => {
      const untilMs = Math.min(sightings[index + 1]?.occurred_at ?? Infinity, row.occurred_at + AWAY_AFTER_MS);
      return { row, fromMs: row.occurred_at, untilMs };
    }),
  );
  const hours = stays
    .filter(({ row, fromMs, untilMs }) => isThere(row) && untilMs > fromMs)
    .flatMap((stay) => {
      const firstHour = Math.floor(stay.fromMs / HOUR_MS) * HOUR_MS;
      return [firstHour, firstHour + HOUR_MS]
        .map((hourMs) => ({
          ...stay,
          hourMs,
          fromMs: Math.max(stay.fromMs, hourMs),
          untilMs: Math.min(stay.untilMs, hourMs + HOUR_MS),
        }))
        .filter(({ fromMs, untilMs }) => untilMs > fromMs);
    });
  return [...groups(hours, ({ row, hourMs }) => `${hourMs} ${row.tenant_id} ${row.floor_id}`).values()].map((group) => {
    const at = (ms: number) => group.filter(({ fromMs, untilMs }) => fromMs <= ms && ms < untilMs).length;
    const { row, hourMs } = first(group);
    return {
      hour_start: local(hourMs),
      tenant_name: tenantName(group.map((stay) => stay.row)),
      building_name: row.building_name ?? null,
      floor_id: row.floor_id ?? null,
      floor_name: row.floor_name ?? null,
      average_people: group.reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs, 0) / HOUR_MS,
      peak_people: maximum(group.map(({ fromMs }) => at(fromMs))),
    };
  });
}
