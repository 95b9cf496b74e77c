/** What rooms, sensors and cameras told, from plain rows. */
import type { Row } from "../../../shared/row.ts";
import {
  type Answer,
  first,
  greatest,
  groups,
  inOrder,
  localDay,
  localHour,
  maximum,
  mean,
  minimum,
  present,
  tenantName,
  timestamp,
} from "./expected-arithmetic.ts";

export const TEMPERATURE_HIGH = "22";
const limits: Record<string, readonly [number, number]> = {
  temperature_c: [18, Number(TEMPERATURE_HIGH)],
  humidity_pct: [30, 60],
  co2_ppm: [0, 1000],
  battery_pct: [20, 100],
};

function readingsOf(rows: readonly Row[], measurements: readonly string[]) {
  return rows.flatMap((row) =>
    measurements.flatMap((measurement) => {
      const reading = row.measurements?.[measurement];
      return reading === undefined ? [] : [{ row, measurement, reading }];
    }),
  );
}

export function outOfRange(rows: readonly Row[]): Answer[] {
  const readings = readingsOf(rows, Object.keys(limits));
  const bySubject = groups(readings, ({ row, measurement }) => `${row.subject_kind} ${row.subject_id} ${measurement}`);
  return [...bySubject.values()].flatMap((group) => {
    const { row, measurement } = first(group);
    const [low, high] = limits[measurement] ?? [0, 0];
    const out = group.filter(({ reading }) => reading < low || reading > high);
    if (out.length === 0) return [];
    const at = out.map((reading) => reading.row.occurred_at);
    return [
      {
        tenant_name: tenantName([row]),
        subject_kind: row.subject_kind,
        subject_id: row.subject_id,
        building_name: greatest(group.map((reading) => reading.row.building_name)),
        floor_name: greatest(group.map((reading) => reading.row.floor_name)),
        location_name: greatest(group.map((reading) => reading.row.location_name)),
        measurement,
        readings: group.length,
        out_of_range: out.length,
        lowest: minimum(group.map(({ reading }) => reading)),
        highest: maximum(group.map(({ reading }) => reading)),
        first_at: timestamp(minimum(at)),
        last_at: timestamp(maximum(at)),
      },
    ];
  });
}

export function comfort(rows: readonly Row[]): Answer[] {
  const readings = readingsOf(
    rows.filter((row) => row.location_id !== undefined),
    ["temperature_c", "humidity_pct", "co2_ppm"],
  );
  const byRoom = groups(
    readings,
    ({ row, measurement }) => `${localHour(row)} ${row.tenant_id} ${row.location_id} ${measurement}`,
  );
  return [...byRoom.values()].map((group) => {
    const { row, measurement } = first(group);
    const [low, high] = limits[measurement] ?? [0, 0];
    const values = group.map(({ reading }) => reading);
    return {
      hour_start: localHour(row),
      tenant_name: tenantName([row]),
      building_name: row.building_name ?? null,
      floor_name: row.floor_name ?? null,
      room_id: row.location_id ?? null,
      room_name: row.location_name ?? null,
      measurement,
      readings: values.length,
      average: mean(values),
      lowest: minimum(values),
      highest: maximum(values),
      in_range_pct: (100 * values.filter((value) => low <= value && value <= high).length) / values.length,
    };
  });
}

export function rooms(rows: readonly Row[]): Answer[] {
  const told = inOrder(rows.filter(({ subject_kind }) => subject_kind === "space"));
  const windows = [
    ...groups(told, (row) => `${row.subject_id} ${row.measurements?.window_start_at_ms ?? row.record_uid}`).values(),
  ].map((reports) => ({
    row: first(reports),
    people: Math.max(
      ...reports.map(
        ({ measurements, people_count }) =>
          measurements?.peak_people_count ?? people_count ?? measurements?.presence ?? 0,
      ),
    ),
    isBooked: reports.some(({ labels }) => labels?.booking_status === "BOOKED"),
  }));
  return [...groups(windows, ({ row }) => `${localDay(row)} ${row.subject_id}`).values()].map((group) => {
    const { row } = first(group);
    const peak = maximum(group.map(({ people }) => people));
    const capacity = row.measurements?.capacity ?? Number.NaN;
    return {
      day: localDay(row),
      tenant_name: tenantName([row]),
      building_name: row.building_name ?? null,
      floor_name: row.floor_name ?? null,
      room_id: row.subject_id,
      room_name: row.labels?.space_name ?? null,
      capacity,
      peak_people: peak,
      peak_pct: (100 * peak) / capacity,
      windows: group.length,
      used_windows: group.filter(({ people }) => people > 0).length,
      booked_windows: group.filter(({ isBooked }) => isBooked).length,
      booked_empty_windows: group.filter(({ isBooked, people }) => isBooked && people === 0).length,
    };
  });
}

export function cameraAgainstWifi(rows: readonly Row[]): Answer[] {
  const counted = rows.filter(
    (row) => ["CAMERA_COUNT", "DEVICE_COUNT"].includes(row.event_type) && row.location_id !== undefined,
  );
  return [...groups(counted, (row) => `${localHour(row)} ${row.location_id}`).values()].map((group) => {
    const people = mean(
      present(group.filter((row) => row.event_type === "CAMERA_COUNT").map((row) => row.people_count)),
    );
    const wifi = mean(
      present(group.filter((row) => row.event_type === "DEVICE_COUNT").map((row) => row.associated_count)),
    );
    return {
      hour_start: localHour(first(group)),
      tenant_name: tenantName(group),
      building_name: greatest(group.map(({ building_name }) => building_name)),
      location_id: first(group).location_id ?? null,
      location_name: first(group).location_name ?? null,
      camera_people: people,
      wifi_devices: wifi,
      devices_per_person: people === null || people === 0 || wifi === null ? null : wifi / people,
    };
  });
}
