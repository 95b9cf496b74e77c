/** How full a floor was, hour by hour: asked of the lake where there is one, else of the history of who was seen there. */
import type { Stage } from "../../../cli/stage/stage.ts";
import type { Span } from "../../../cli/stage/transport.ts";
import { UserError } from "../../../cli/user-error.ts";
import { forEachConcurrently } from "../../../shared/batch/concurrency.ts";
import type { QueryResult } from "../../../shared/lake/query-result.ts";
import type { Row } from "../../../shared/row.ts";
import { type PlaceKey, type SubjectKey, subjectText } from "../../../shared/state/keys.ts";
import type { DayAnswer } from "../../api.ts";
import { Refused } from "../failure.ts";

const HOUR_MS = 3_600_000;
const LONGEST_MS = 7 * 24 * HOUR_MS;
const QUERY = "hourly-occupancy-by-floor";
/** A read each. */
const MOST_HISTORIES = 500;
const CONCURRENT_READS = 8;

type Slots = DayAnswer["slots"];

export async function floorDay(
  stage: Pick<Stage, "tables" | "questions">,
  place: PlaceKey,
  span: Span,
): Promise<DayAnswer> {
  const { fromMs, toMs } = span;
  if (fromMs >= toMs || toMs - fromMs > LONGEST_MS)
    throw new Refused("bad-request", "The period is of 7 days at most, and ends after it begins.");
  const asked = await ofLake(stage, place, span);
  return asked ?? ofTables(stage, place, span);
}

/** `undefined` where there is no lake, or nothing has arrived in it. */
async function ofLake(
  { questions }: Pick<Stage, "questions">,
  place: PlaceKey,
  { fromMs, toMs }: Span,
): Promise<DayAnswer | undefined> {
  const query = questions?.queries.find(({ name }) => name === QUERY);
  if (questions === undefined || query === undefined) return undefined;
  const values = { from: momentText(fromMs), to: momentText(toMs), tenant: place.tenant ?? "", time_zone: "UTC" };
  const { columns, rows } = await questions.ask(query, values).catch((error: unknown) => {
    if (error instanceof UserError) return nothing;
    throw error;
  });
  if (rows.length === 0) return undefined;
  const at = (name: string) => columns.indexOf(name);
  const slots: Slots = rows
    .filter((row) => row[at("floor_id")] === place.id)
    .map((row) => {
      const people = row[at("peak_people_count")];
      return {
        fromMs: Date.parse(`${String(row[at("hour_start")]).slice(0, 19).replace(" ", "T")}Z`),
        devices: Number(row[at("devices")] ?? 0),
        users: Number(row[at("users")] ?? 0),
        ...(typeof people === "number" && { people }),
      };
    });
  return {
    slotMs: HOUR_MS,
    slots,
    source: `the lake, asked ${QUERY}: who was seen in each hour of UTC, and the highest count of people told in it`,
  };
}

const nothing: QueryResult = { columns: [], rows: [] };

interface Hour {
  readonly devices: Set<string>;
  readonly users: Set<string>;
  people?: number;
}

async function ofTables(
  { tables }: Pick<Stage, "tables">,
  place: PlaceKey,
  { fromMs, toMs }: Span,
): Promise<DayAnswer> {
  const items = await tables.stateAt(place, fromMs);
  const subjects = [...new Map(items.map(({ key: { subject } }) => [subjectText(subject), subject])).values()];
  const counted = subjects.filter(({ kind }) => isCounted.has(kind)).slice(0, MOST_HISTORIES);
  const hours = new Map<number, Hour>();
  await forEachConcurrently(counted, CONCURRENT_READS, async (subject) => {
    for (const row of await tables.history(subject, fromMs, toMs - 1))
      if ((row.floor_id ?? row.location_id) === place.id) count(hourOf(hours, row), subject, row);
  });
  const slots: Slots = [...hours]
    .sort(([a], [b]) => a - b)
    .map(([startMs, { devices, users, people }]) => ({
      fromMs: startMs,
      devices: devices.size,
      users: users.size,
      ...(people !== undefined && { people }),
    }));
  const some = counted.length === MOST_HISTORIES ? `${MOST_HISTORIES} of those` : "those";
  return {
    slotMs: HOUR_MS,
    slots,
    source: `the tables' history of ${some} who were last seen here: who has gone to another floor since is left out`,
  };
}

const isCounted: ReadonlySet<string> = new Set(["device", "user", "camera", "location"]);
const isGone: ReadonlySet<string | undefined> = new Set(["exit", "inactive"]);

function hourOf(hours: Map<number, Hour>, { occurred_at }: Row): Hour {
  const startMs = Math.floor(occurred_at / HOUR_MS) * HOUR_MS;
  const hour = hours.get(startMs) ?? { devices: new Set(), users: new Set() };
  hours.set(startMs, hour);
  return hour;
}

function count(hour: Hour, { kind, id }: SubjectKey, { presence, people_count }: Row): void {
  if (people_count !== undefined) hour.people = Math.max(hour.people ?? 0, people_count);
  if (isGone.has(presence)) return;
  if (kind === "device") hour.devices.add(id);
  if (kind === "user") hour.users.add(id);
}

/** Of UTC. */
function momentText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}
