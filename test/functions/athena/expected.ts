/** The named queries' answers, computed from the rows by other means: what each of them says in words, over plain arrays. */
import type { Cell } from "../../../shared/lake/query-result.ts";
import type { Row } from "../../../shared/row.ts";

export const FROM = "2026-03-01";
export const TO = "2026-03-08";
export const DAY = "2026-03-02";
/** Five hours behind UTC in all of the period. */
export const TIME_ZONE = "America/New_York";
const ZONE_OFFSET_MS = -5 * 3_600_000;

type Answer = Record<string, Cell>;

/** Answers by query name; the order of rows is the caller's to disregard. */
export function expectedAnswers(arrived: readonly Row[], device: string): Readonly<Record<string, readonly Answer[]>> {
  const inPeriod = arrived.filter((row) => row.occurred_at >= Date.parse(FROM) && row.occurred_at < Date.parse(TO));
  const rows = [...new Map(inPeriod.map((row) => [identityOf(row), row])).values()];
  return {
    "dwell-time-by-zone-and-day": dwell(rows),
    "hourly-occupancy-by-floor": occupancy(rows),
    "busiest-hours-by-weekday": busiest(rows),
    "devices-by-os-and-manufacturer": devices(rows),
    "path-of-one-device": path(rows, device),
    "sensor-readings-out-of-range": outOfRange(rows),
    "camera-count-against-wifi-count": cameraAgainstWifi(rows),
    "network-health-by-building": networkHealth(rows),
    "events-lag-and-duplicates": lagAndDuplicates(inPeriod),
    "unmapped-event-types": unmapped(rows),
  };
}

function dwell(rows: readonly Row[]): Answer[] {
  const ended = rows.filter(
    (row) => row.subject_kind === "device" && row.presence === "exit" && row.dwell_minutes !== undefined,
  );
  const place = (row: Row) => row.zone_id ?? row.location_id ?? "";
  const visits = [...groups(ended, (row) => `${place(row)} ${row.visit_id ?? row.record_uid}`).values()].map(
    (told) => ({
      row: first(told),
      day: local(Math.max(...told.map(({ occurred_at }) => occurred_at))).slice(0, 10),
      minutes: Math.max(...told.map(({ dwell_minutes }) => dwell_minutes ?? 0)),
    }),
  );
  return [...groups(visits, ({ row, day }) => `${day} ${place(row)}`).values()].map((group) => {
    const minutes = group.map((visit) => visit.minutes);
    const { row, day } = first(group);
    return {
      day,
      zone_id: place(row),
      zone_name: row.zone_name ?? row.location_name ?? null,
      visits: group.length,
      average_minutes: mean(minutes),
      median_minutes: percentile(minutes, 0.5),
      longest_minutes: Math.max(...minutes),
    };
  });
}

function isThere({ presence }: Row): boolean {
  return presence !== "exit" && presence !== "inactive";
}

function occupancy(rows: readonly Row[]): Answer[] {
  const onFloors = rows.filter(({ floor_id }) => floor_id !== undefined);
  return [...groups(onFloors, (row) => `${localHour(row)} ${row.floor_id}`).values()].map((group) => {
    const distinct = (kind: string) =>
      countDistinct(
        group.filter((row) => row.subject_kind === kind && isThere(row)),
        (row) => row.subject_id,
      );
    return {
      hour_start: localHour(first(group)),
      building_name: first(group).building_name ?? null,
      floor_id: first(group).floor_id ?? null,
      floor_name: first(group).floor_name ?? null,
      devices: distinct("device"),
      users: distinct("user"),
      peak_people_count: most(present(group.map(({ people_count }) => people_count))),
    };
  });
}

function busiest(rows: readonly Row[]): Answer[] {
  const seen = rows.filter((row) => row.building_id !== undefined && row.subject_kind === "device" && isThere(row));
  const hours = [...groups(seen, (row) => `${row.building_id} ${localHour(row)}`).values()].map((group) => ({
    row: first(group),
    devices: countDistinct(group, (row) => row.subject_id),
  }));
  const weekday = (row: Row) => new Date(row.occurred_at + ZONE_OFFSET_MS).getUTCDay() || 7;
  const hourOfDay = (row: Row) => new Date(row.occurred_at + ZONE_OFFSET_MS).getUTCHours();
  return [...groups(hours, ({ row }) => `${row.building_id} ${weekday(row)} ${hourOfDay(row)}`).values()].map(
    (group) => ({
      building_id: first(group).row.building_id ?? null,
      building_name: first(group).row.building_name ?? null,
      weekday: weekday(first(group).row),
      hour_of_day: hourOfDay(first(group).row),
      days: group.length,
      average_devices: mean(group.map((hour) => hour.devices)),
      peak_devices: Math.max(...group.map((hour) => hour.devices)),
    }),
  );
}

function devices(rows: readonly Row[]): Answer[] {
  const ofDevices = rows.filter((row) => row.subject_kind === "device").sort((a, b) => a.occurred_at - b.occurred_at);
  const lastSaid = [...groups(ofDevices, (row) => row.subject_id).values()].map((told) => ({
    os: told.findLast(({ os }) => os !== undefined)?.os ?? "unknown",
    manufacturer: told.findLast(({ manufacturer }) => manufacturer !== undefined)?.manufacturer ?? "unknown",
  }));
  return [...groups(lastSaid, ({ os, manufacturer }) => `${os}\n${manufacturer}`).values()].map((group) => ({
    ...first(group),
    devices: group.length,
  }));
}

function path(rows: readonly Row[], device: string): Answer[] {
  const told = rows
    .filter((row) => row.subject_id === device && new Date(row.occurred_at).toISOString().startsWith(DAY))
    .sort((a, b) => a.occurred_at - b.occurred_at || (a.record_uid < b.record_uid ? -1 : 1));
  return told.map((row, index) => {
    const before = told[index - 1];
    const feet =
      before === undefined || before.floor_id === undefined || before.floor_id !== row.floor_id
        ? Number.NaN
        : Math.hypot(
            (row.x ?? Number.NaN) - (before.x ?? Number.NaN),
            (row.y ?? Number.NaN) - (before.y ?? Number.NaN),
          );
    return {
      local_time: local(row.occurred_at),
      event_type: row.event_type,
      presence: row.presence ?? null,
      building_name: row.building_name ?? null,
      floor_name: row.floor_name ?? null,
      zone_name: row.zone_name ?? null,
      location_name: row.location_name ?? null,
      x: row.x ?? null,
      y: row.y ?? null,
      minutes_since_previous: before === undefined ? null : (row.occurred_at - before.occurred_at) / 60_000,
      feet_from_previous: Number.isNaN(feet) ? null : feet,
    };
  });
}

/** With the limits that the test gives; the rest are the defaults. */
export const TEMPERATURE_HIGH = "22";
const limits: Record<string, readonly [number, number]> = {
  temperature_c: [18, Number(TEMPERATURE_HIGH)],
  humidity_pct: [30, 60],
  co2_ppm: [0, 1000],
  battery_pct: [20, 100],
};

function outOfRange(rows: readonly Row[]): Answer[] {
  const readings = rows.flatMap((row) =>
    Object.keys(limits).flatMap((measurement) => {
      const reading = row.measurements?.[measurement];
      return reading === undefined ? [] : [{ row, measurement, reading }];
    }),
  );
  const bySubject = groups(readings, ({ row, measurement }) => `${row.subject_kind} ${row.subject_id} ${measurement}`);
  return [...bySubject.values()].flatMap((group) => {
    const { row, measurement } = first(group);
    const [low, high] = limits[measurement] ?? [0, 0];
    const out = group.filter(({ reading }) => reading < low || reading > high);
    if (out.length === 0) return [];
    const at = out.map((reading) => reading.row.occurred_at);
    return [
      {
        subject_kind: row.subject_kind,
        subject_id: row.subject_id,
        floor_name: greatest(group.map((reading) => reading.row.floor_name)),
        location_name: greatest(group.map((reading) => reading.row.location_name)),
        measurement,
        readings: group.length,
        out_of_range: out.length,
        lowest: Math.min(...group.map(({ reading }) => reading)),
        highest: Math.max(...group.map(({ reading }) => reading)),
        first_at: timestamp(Math.min(...at)),
        last_at: timestamp(Math.max(...at)),
      },
    ];
  });
}

function cameraAgainstWifi(rows: readonly Row[]): Answer[] {
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
      location_id: first(group).location_id ?? null,
      location_name: first(group).location_name ?? null,
      camera_people: people,
      wifi_devices: wifi,
      devices_per_person: people === null || people === 0 || wifi === null ? null : wifi / people,
    };
  });
}

const bands: readonly (readonly [band: string, suffixes: readonly string[]])[] = [
  ["all", [""]],
  ["2.4 GHz", ["_2_4ghz", "_2_4_ghz"]],
  ["5 GHz", ["_5ghz", "_5_ghz"]],
  ["6 GHz", ["_6ghz", "_6_ghz"]],
];

function networkHealth(rows: readonly Row[]): Answer[] {
  const reports = rows.filter((row) => row.event_type === "NETWORK_TELEMETRY");
  return [...groups(reports, (row) => row.building_id ?? row.location_id ?? "").entries()].flatMap(
    ([building, group]) =>
      bands.flatMap(([band, suffixes]) => {
        const keys = ["tests", "dns_lookups", "download_mbps", "upload_mbps", "packet_loss_pct", "rtt_ms", "jitter_ms"];
        const values = (key: string) =>
          present(group.flatMap((row) => suffixes.map((suffix) => row.measurements?.[key + suffix])));
        const ofAll = (key: string) => (band === "all" ? present(group.map((row) => row.measurements?.[key])) : []);
        const said = group.filter(({ measurements }) => {
          const names = suffixes.flatMap((suffix) => keys.map((key) => key + suffix));
          if (band === "all") names.push("snr_db_avg", "channel_utilization_pct_avg");
          return names.some((name) => measurements?.[name] !== undefined);
        });
        if (said.length === 0) return [];
        return [
          {
            building_id: building,
            building_name: greatest(group.map((row) => row.building_name ?? row.location_name)),
            band,
            reports: said.length,
            success_pct: share(values("tests_ok"), values("tests")),
            dns_success_pct: share(values("dns_lookups_ok"), values("dns_lookups")),
            download_mbps: mean(values("download_mbps")),
            upload_mbps: mean(values("upload_mbps")),
            packet_loss_pct: mean(values("packet_loss_pct")),
            rtt_ms: mean(values("rtt_ms")),
            jitter_ms: mean(values("jitter_ms")),
            snr_db: mean(ofAll("snr_db_avg")),
            channel_utilization_pct: mean(ofAll("channel_utilization_pct_avg")),
          },
        ];
      }),
  );
}

function lagAndDuplicates(arrived: readonly Row[]): Answer[] {
  return [...groups(arrived, (row) => `${row.tenant_id}\n${row.event_type}`).values()].map((group) => {
    const copies = [...groups(group, identityOf).values()];
    const lags = copies.map((rows) => Math.min(...rows.map((row) => row.received_at - row.occurred_at)) / 1_000);
    return {
      tenant_id: first(group).tenant_id ?? null,
      event_type: first(group).event_type,
      events: copies.length,
      duplicates: group.length - copies.length,
      median_lag_seconds: percentile(lags, 0.5),
      p99_lag_seconds: percentile(lags, 0.99),
      longest_lag_seconds: Math.max(...lags),
    };
  });
}

function unmapped(rows: readonly Row[]): Answer[] {
  const others = rows.filter((row) => row.event_family === "other");
  return [...groups(others, (row) => row.event_type).entries()].map(([event_type, group]) => ({
    event_type,
    events: group.length,
    tenants: countDistinct(group, (row) => row.tenant_id ?? ""),
    first_at: timestamp(Math.min(...group.map((row) => row.occurred_at))),
    last_at: timestamp(Math.max(...group.map((row) => row.occurred_at))),
    example_record_uid: group.map((row) => row.record_uid).sort()[0] ?? null,
  }));
}

/** What tells two events apart; a record_uid alone comes twice by chance. */
export function identityOf(row: Row): string {
  return JSON.stringify([row.record_uid, row.occurred_at, row.tenant_id, row.subject_kind, row.subject_id]);
}

function groups<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  return Map.groupBy(items, key);
}

function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error("a group has a member");
  return item;
}

function present<T>(values: readonly (T | undefined)[]): T[] {
  return values.filter((value) => value !== undefined);
}

function countDistinct<T>(items: readonly T[], key: (item: T) => string): number {
  return new Set(items.map(key)).size;
}

function most(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}

function greatest(values: readonly (string | undefined)[]): string | null {
  return present(values).sort().at(-1) ?? null;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function share(part: readonly number[], whole: readonly number[]): number | null {
  const total = whole.reduce((sum, value) => sum + value, 0);
  return total === 0 ? null : (100 * part.reduce((sum, value) => sum + value, 0)) / total;
}

/** The value that as many as `fraction` of them, rounded down, are below or equal to, in order. */
function percentile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(fraction * sorted.length), sorted.length - 1)] ?? 0;
}

/** `yyyy-MM-dd hh:mm:ss[.fff]`, UTC, the fraction only where there is one. */
function timestamp(atMs: number): string {
  return new Date(atMs)
    .toISOString()
    .replace("T", " ")
    .replace(/(\.000)?Z$/, "")
    .replace(/(\.\d*?)0+$/, "$1");
}

function local(atMs: number): string {
  return timestamp(atMs + ZONE_OFFSET_MS);
}

function localHour({ occurred_at }: Row): string {
  return `${local(occurred_at).slice(0, 13)}:00:00`;
}
