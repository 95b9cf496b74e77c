/** Answers of a stage that has everything, for the pages Pipeline, Events and Questions: the same each time. */
import type {
  DoctorAnswer,
  LetterAnswer,
  NamedQueryFacts,
  PipelineAnswer,
  QueryAnswer,
  RedriveAnswer,
  StageFacts,
  TappedLine,
} from "../../console/api.ts";
import { namedQueries } from "../../functions/athena/queries.ts";

const MINUTE_MS = 60_000;
const POINTS = 60;

export const sampleStage: StageFacts = {
  name: "the stage prod in eu-west-1",
  cloud: "aws",
  local: false,
  has: { tap: true, lake: true, pipeline: true, alarms: true },
};

/** A day's rhythm without chance, so that pictures are the same each time. */
function wave(place: number, mean: number, part: number): number {
  return mean * (1 + part * Math.sin(place / 7) + (part / 3) * Math.sin(place * 1.7));
}

export function samplePipeline(atMs: number): PipelineAnswer {
  return {
    atMs,
    channels: [
      {
        channel: "kinesis",
        stepMs: MINUTE_MS,
        rate: Array.from({ length: POINTS }, (_, place) => (place > 20 && place < 24 ? null : wave(place, 412, 0.2))),
        lagMs: Array.from({ length: POINTS }, (_, place) => wave(place, 850, 0.4) + (place === 41 ? 3_800 : 0)),
        outcomes: { stored: 1_463_204, duplicate: 1_912, ignored: 20_411, rejected: 137, retry: 0 },
        rejections: { "malformed-json": 92, "missing-record-uid": 31, "retries-exhausted": 14 },
        batches: { count: 14_911, records: 1_485_664, failed: 2 },
        throttled: 12,
        writesPerEvent: 2.31,
        unitsPerEvent: 2.44,
        unit: "write units",
      },
      {
        channel: "firehose",
        stepMs: MINUTE_MS,
        rate: Array.from({ length: POINTS }, (_, place) => wave(place, 38, 0.3)),
        lagMs: Array.from({ length: POINTS }, () => null),
        outcomes: { stored: 131_881, duplicate: 0, ignored: 12, rejected: 0, retry: 0 },
      },
    ],
    tenants: [
      { name: "Simulation-Retail", lastHeardMs: atMs - 5 * 3_600_000, silent: true },
      { name: "Simulation-Workspaces", lastHeardMs: atMs - 900, silent: false },
      { name: "Simulation-Campus", lastHeardMs: atMs - 2_400, silent: false },
    ],
    alarms: [
      {
        name: "dead-letters",
        state: "alarm",
        since: atMs - 22 * MINUTE_MS,
        says: "137 records were given up in 5 minutes",
      },
      { name: "iterator-age", state: "ok", since: atMs - 9 * 86_400_000 },
      { name: "key-age", state: "unknown", says: "not enough data" },
    ],
    cost: { soFar: 18.42, perMillion: 11.6, says: "this month, by the public price list" },
    missing: [
      "the lag of firehose: Data Firehose tells no time of arrival",
      "writes per event of firehose: its transform counts none",
    ],
  };
}

export const sampleDoctor: DoctorAnswer = {
  findings: [
    { name: "credentials", verdict: "good", says: "valid, and no call was denied" },
    { name: "stream", verdict: "good", says: "spaces-prod-push is active, 4 shards, 24 h kept" },
    { name: "arriving", verdict: "good", says: "24,731 events in the last 5 minutes, the newest 1 s old" },
    {
      name: "tenants",
      verdict: "bad",
      says: "spaces-tenant-00b349c9 was heard of 5 h ago and is silent since",
      todo: "Look whether its activation has ended: spaces now says who was heard of.",
    },
    {
      name: "alarms",
      verdict: "unknown",
      says: "cloudwatch:DescribeAlarms was denied",
      todo: "docs/operations.md has the rights of each command.",
      denied: true,
    },
    {
      name: "dead letters",
      verdict: "bad",
      says: "137 in the last hour, most of them malformed-json",
      todo: "spaces dead-letters list --stage prod names them.",
    },
    { name: "tables", verdict: "good", says: "the newest of 20 events was stored 640 ms after it came" },
  ],
  silence: [
    "The channel in the Partner Dashboard is not active, or its values are not those of spaces channel.",
    "In the sandbox: simulated events are off. Switch them on in the Partner Dashboard.",
    "No customer has activated the application, or its activation has ended.",
  ],
};

const types = ["DEVICE_LOCATION_UPDATE", "DEVICE_PRESENCE", "IOT_TELEMETRY", "CAMERA_COUNT", "DEVICE_COUNT"];
const says = [
  "device:9f3a7c…e1  Zone 4, Floor 2, Building 1  inactive, at 112.4, 38.0",
  "device:41bb09…77  Floor 1, Building 1  entry",
  "sensor:00:11:22  Room 2.14, Floor 2  air_temperature_c 21.4, humidity_pct 44",
  "camera:cam-3  Entrance, Building 2  17 people",
  "location:loc-8  Floor 3, Building 2  41 devices",
];

export function sampleTapped(number: number, receivedAtMs: number): TappedLine {
  const position = `4965${String(number).padStart(12, "0")}`;
  if (number % 9 === 8)
    return {
      position,
      receivedAtMs,
      type: "-",
      outcome: "rejected",
      code: "malformed-json",
      says: "the JSON does not end with a closing brace: it was cut short, or more follows it",
    };
  const kind = number % types.length;
  return {
    position,
    receivedAtMs,
    type: types[kind] ?? "",
    tenant: number % 3 === 0 ? "spaces-tenant-00b349c9" : "spaces-tenant-a087eaf3",
    outcome: number % 13 === 12 ? "duplicate" : "stored",
    says: says[kind] ?? "",
    uid: `event-${(0x1f00 + number).toString(16)}`,
  };
}

const example = "dead-letters/2026/03/02/09/7-9.ndjson#";

export const sampleLetters: QueryAnswer = {
  columns: ["code", "tenant", "type", "hour", "letters", "put_again", "for_example"],
  rows: [
    ["malformed-json", null, null, "2026-03-02T09:00Z", 92, 0, `${example}0`],
    ["missing-record-uid", "spaces-tenant-a087eaf3", "DEVICE_PRESENCE", "2026-03-02T09:00Z", 31, 4, `${example}1`],
    ["retries-exhausted", "spaces-tenant-00b349c9", "IOT_TELEMETRY", "2026-03-02T08:00Z", 14, 0, `${example}2`],
  ],
};

export function sampleLetter(id: string, raw: boolean): LetterAnswer {
  const text = '{"eventType":"DEVICE_PRESENCE","recordUid":';
  return {
    letter: {
      id,
      place: "dead-letters",
      channel: "kinesis",
      position: "49650000000000000012",
      code: "malformed-json",
      stage: "decode",
      message: "the JSON does not end with a closing brace: it was cut short, or more follows it",
      receivedAt: "2026-03-02T09:14:03.120Z",
      bytes: text.length,
    },
    explanation: {
      position: "49650000000000000012",
      receivedAt: 1_772_442_843_120,
      came: { bytes: text.length, forms: ["json"], events: 1 },
      status: "rejected",
      events: [
        {
          number: 1,
          bytes: text.length,
          status: "rejected",
          steps: [
            {
              step: "decode",
              ok: false,
              says: "the JSON does not end with a closing brace: it was cut short, or more follows it",
            },
          ],
          rejection: {
            stage: "decode",
            code: "malformed-json",
            message: "the JSON does not end with a closing brace: it was cut short, or more follows it",
            fix: "push it whole: it was cut short or altered on its way, so look at what puts it into the transport",
          },
        },
      ],
      leaves: [],
    },
    ...(raw && { raw: { base64: Buffer.from(text).toString("base64"), text } }),
  };
}

export function sampleRedriven(dryRun: boolean): RedriveAnswer {
  return {
    dryRun,
    letters: 137,
    put: 133,
    stored: dryRun ? 0 : 14,
    rejectedAgain: dryRun ? {} : { "malformed-json": 88, "missing-record-uid": 27 },
    open: dryRun ? 0 : 4,
    says: dryRun ? ["4 were put before."] : [],
  };
}

export const sampleQueries: readonly NamedQueryFacts[] = namedQueries.map(
  ({ name, title, description, parameters }) => ({
    name,
    title,
    description,
    parameters,
  }),
);

const HOURS = 48;

/** Rows of the shape that each kind of chart is drawn of. */
export function sampleAnswer(name: string): QueryAnswer {
  const query = namedQueries.find((one) => one.name === name);
  const chart = query?.chart ?? { kind: "bar", x: ["name"], y: ["count"] };
  const sql = `SELECT *\nFROM events\nWHERE occurred_at >= TIMESTAMP '2026-03-01'\n  AND name = '${name}'`;
  if (name === "unmapped-event-types") return { columns: ["event_type", "events"], rows: [], chart, sql };
  if (chart.kind === "bar") {
    const columns = [...chart.x, ...chart.y, "devices"];
    const rows = Array.from({ length: 24 }, (_, place) => [
      ...chart.x.map((column) => `${column.replaceAll("_", " ")} ${place + 1}`),
      ...chart.y.map(() => Math.round(wave(place * 3, 80 - place * 3, 0.1) * 10) / 10),
      place * 7,
    ]);
    return { columns, rows: [["=1+1", ...(rows[0]?.slice(1) ?? [])], ...rows], chart, sql };
  }
  const series = chart.series ?? [];
  const columns = [...chart.x, ...series, ...chart.y];
  const rows = Array.from({ length: HOURS * 3 }, (_, place) => {
    const hour = Math.floor(place / 3);
    const at = new Date(Date.UTC(2026, 2, 1, hour)).toISOString().slice(0, 19).replace("T", " ");
    const along = chart.kind === "points" ? wave(place, 120, 0.7) : at;
    return [
      along,
      ...series.map((column) => `${column.replace("_name", "")} ${column.includes("floor") ? (place % 3) + 1 : 1}`),
      ...chart.y.map(() => Math.max(0, Math.round(wave(place, 40 + (place % 3) * 20, 0.5)))),
    ];
  });
  return { columns, rows, chart, sql };
}
