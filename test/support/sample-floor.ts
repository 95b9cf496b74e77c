/** A floor for the page's tests: an office of 240 by 120 feet, the same whenever it is made. */
import type { DayAnswer, FloorAnswer, FloorSubject, PlacesAnswer, SubjectAnswer } from "../../console/api.ts";

export const SAMPLE_NOW_MS = Date.UTC(2026, 2, 2, 14, 30);
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const samplePlace = { tenant: "tenant-1", id: "floor-3" };
export const sampleFloorAddress = "#/building?tenant=tenant-1&floor=floor-3";

const zones = [
  { name: "Lobby", x: 0, y: 0, width: 60, depth: 120, share: 0.14 },
  { name: "Open space", x: 60, y: 0, width: 120, depth: 70, share: 0.5 },
  { name: "Meeting room", x: 180, y: 0, width: 60, depth: 70, share: 0.12 },
  { name: "Café", x: 60, y: 70, width: 90, depth: 50, share: 0.16 },
  { name: "Quiet area", x: 150, y: 70, width: 90, depth: 50, share: 0.08 },
] as const;

/** From 0 to 1, the same row of numbers for the same seed: https://en.wikipedia.org/wiki/Lehmer_random_number_generator */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const makes = ["Apple iPhone", "Apple MacBook", "Samsung Galaxy", "Dell Latitude", "Lenovo ThinkPad", "Google Pixel"];

export function sampleSubjects(devices: number, nowMs = SAMPLE_NOW_MS): readonly FloorSubject[] {
  const random = seeded(7);
  const placed = () => {
    const drawn = random();
    let upTo = 0;
    const zone =
      zones.find(({ share }) => {
        upTo += share;
        return drawn < upTo;
      }) ?? zones[1];
    // People sit together.
    const desk = (at: number) => (Math.floor(at * 6) + 0.5 + (random() - 0.5) * 0.5) / 6;
    return {
      zone: zone.name,
      xFt: zone.x + 4 + desk(random()) * (zone.width - 8),
      yFt: zone.y + 4 + desk(random()) * (zone.depth - 8),
    };
  };
  const seen = () => nowMs - Math.floor(random() ** 3 * 20 * MINUTE_MS);
  const many = (count: number, make: (place: number) => FloorSubject) =>
    Array.from({ length: count }, (_, at) => make(at));
  const subject = (kind: string, at: number, label: string): FloorSubject => ({
    kind,
    id: `${kind}-${at.toString(16).padStart(4, "0")}`,
    label,
    seenAtMs: seen(),
    ...placed(),
    readings: [],
  });
  return [
    ...many(devices, (at) => ({
      ...subject("device", at, makes[Math.floor(random() * makes.length)] ?? ""),
      presence: "active",
    })),
    ...many(Math.ceil(devices * 0.3), (at) => subject("user", at, `User ${at + 1}`)),
    ...many(Math.ceil(devices / 40), (at) => subject("asset", at, `Wheelchair ${at + 1}`)),
    ...many(10, (at) => ({
      ...subject("sensor", at, `Air sensor ${at + 1}`),
      readings: [
        { name: "temperature_c", value: 20 + at, atMs: nowMs - MINUTE_MS },
        { name: "co2_ppm", value: 500 + 90 * at, atMs: nowMs - MINUTE_MS },
        { name: "humidity_pct", value: 41, atMs: nowMs - MINUTE_MS },
      ],
    })),
    { kind: "user", id: "user-nowhere", label: "User at no position", seenAtMs: nowMs - MINUTE_MS, readings: [] },
  ];
}

export function sampleFloor(devices = 160, nowMs = SAMPLE_NOW_MS): FloorAnswer {
  const subjects = sampleSubjects(devices, nowMs);
  const isIn = (kind: string, zone: string) => (one: FloorSubject) => one.kind === kind && one.zone === zone;
  return {
    atMs: nowMs,
    place: samplePlace,
    names: { tenant: "Example Inc.", campus: "Campus 1", building: "Building 2", floor: "Floor 3" },
    timeZone: "Europe/Lisbon",
    subjects,
    zones: zones.map(({ name }) => ({
      id: `zone-${name}`,
      name,
      devices: subjects.filter(isIn("device", name)).length,
      users: subjects.filter(isIn("user", name)).length,
    })),
    rooms: [
      {
        id: "room-1",
        name: "Meeting room 3.1",
        capacity: 12,
        people: 9,
        readings: [
          { name: "temperature_c", value: 24.4, atMs: nowMs },
          { name: "co2_ppm", value: 1320, atMs: nowMs },
          { name: "humidity_pct", value: 44, atMs: nowMs },
          { name: "sound_level_dba", value: 52, atMs: nowMs },
        ],
        saidAtMs: nowMs - 2 * MINUTE_MS,
      },
      {
        id: "room-2",
        name: "Meeting room 3.2",
        capacity: 6,
        people: 0,
        readings: [
          { name: "temperature_c", value: 21.2, atMs: nowMs },
          { name: "co2_ppm", value: 480, atMs: nowMs },
        ],
        saidAtMs: nowMs - 4 * MINUTE_MS,
      },
      { id: "room-3", name: "Phone booth", capacity: 1, readings: [], saidAtMs: nowMs - 31 * MINUTE_MS },
    ],
  };
}

export const samplePlaces: PlacesAnswer = {
  atMs: SAMPLE_NOW_MS,
  tenants: [
    {
      id: "tenant-1",
      name: "Example Inc.",
      campuses: [
        {
          name: "Campus 1",
          buildings: ["Building 1", "Building 2"].map((name, building) => ({
            name,
            floors: [1, 2, 3, 4].map((number) => ({
              id: building === 1 ? `floor-${number}` : `other-${number}`,
              name: `Floor ${number}`,
              number,
              devices: ((number * 53 + building * 97) % 180) + 4,
              users: ((number * 17 + building * 31) % 60) + 1,
              ...(number < 3 && { people: ((number * 11 + building * 23) % 70) + 3 }),
              sensors: 6 + number,
            })),
          })),
        },
      ],
    },
  ],
};

export const sampleDay: DayAnswer = {
  slotMs: HOUR_MS,
  source: "the lake, by the hour",
  slots: Array.from({ length: 24 }, (_, hour) => {
    const fromMs = SAMPLE_NOW_MS - 30 * MINUTE_MS - (23 - hour) * HOUR_MS;
    const local = new Date(fromMs).getUTCHours();
    const full = Math.max(0, Math.sin(((local - 7) / 12) * Math.PI));
    return {
      fromMs,
      devices: Math.round(6 + 170 * full),
      users: Math.round(2 + 50 * full),
      people: Math.round(70 * full),
    };
  }),
};

/** Of a device that walked from the lobby to the café, or of a sensor. */
export function sampleSubject(kind: string, id: string): SubjectAnswer {
  const random = seeded(11);
  const history = Array.from({ length: 24 }, (_, back) => {
    const step = 23 - back;
    return {
      record_uid: `event-${step}`,
      event_type: kind === "sensor" ? "IOT_TELEMETRY" : "DEVICE_LOCATION_UPDATE",
      occurred_at: SAMPLE_NOW_MS - back * 5 * MINUTE_MS - MINUTE_MS,
      subject_kind: kind,
      subject_id: id,
      floor_id: "floor-3",
      floor_name: "Floor 3",
      zone_name: step < 8 ? "Lobby" : step < 16 ? "Open space" : "Café",
      ...(kind !== "sensor" && {
        x: 20 + step * 5 + random() * 8,
        y: step < 14 ? 30 + step * 2 + random() * 8 : 60 + (step - 14) * 4,
      }),
      ...(kind === "sensor" && {
        measurements: {
          temperature_c: 21 + Math.sin(step / 4) * 2,
          co2_ppm: 520 + step * 24,
          humidity_pct: 44 - step / 3,
        },
      }),
    };
  });
  return { state: [], history, more: false };
}
