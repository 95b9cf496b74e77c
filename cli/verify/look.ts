/** Looks for a batch in everything it must have come to. */
import type { Row } from "../../shared/row.ts";
import { isNewer, subjectOf, subjectText } from "../../shared/state/keys.ts";
import { walk } from "../dead-letters/walk.ts";
import type { LakeRows } from "../stage/lake.ts";
import type { Stage } from "../stage/stage.ts";
import { difference } from "./compare.ts";
import type { Expected } from "./expected.ts";

export interface Seen {
  /** `history`, `state`, `by place`, `dead letters`, `lake`. */
  readonly where: string;
  readonly found: number;
  readonly of: number;
  /** Of the first that is otherwise than the core says: its event type and the column. */
  readonly differs?: string;
}

export function isAsExpected({ found, of, differs }: Seen): boolean {
  return found === of && differs === undefined;
}

interface Look {
  readonly stage: Stage;
  readonly tenant: string;
  readonly expected: Expected;
  readonly startedAtMs: number;
  readonly lake: LakeRows | undefined;
  readonly signal: AbortSignal;
}

export async function look({ lake, expected, ...from }: Look): Promise<readonly Seen[]> {
  const { tables } = from.stage;
  return Promise.all([
    inHistory(tables, expected),
    inState(tables, expected),
    byPlace(tables, expected),
    ...(expected.rejections.length === 0 ? [] : [inLetters({ ...from, expected })]),
    ...(lake === undefined ? [] : [inLake(lake, expected, from.signal)]),
  ]);
}

async function inHistory(tables: Stage["tables"], { history }: Expected): Promise<Seen> {
  const found = await Promise.all(
    history.map(async (row) => {
      const rows = await tables.history(subjectOf(row), row.occurred_at, row.occurred_at);
      return rows.find(({ record_uid }) => record_uid === row.record_uid);
    }),
  );
  return seen("history", history, found);
}

async function inState(tables: Stage["tables"], { state }: Expected): Promise<Seen> {
  const found = await Promise.all(
    state.map(async ({ key, version }) => {
      const item = (await tables.stateOf(key.subject)).find(({ key: { aspect } }) => aspect === key.aspect);
      // One that is older is on its way.
      return item === undefined || isNewer(version, item.version) ? undefined : item.row;
    }),
  );
  return seen(
    "state",
    state.map(({ row }) => row),
    found,
  );
}

async function byPlace(tables: Stage["tables"], { state }: Expected): Promise<Seen> {
  const placed = state.filter(({ place }) => place !== undefined);
  const found = await Promise.all(
    placed.map(async ({ key, place, seenSlotMs }) => {
      const items = place === undefined ? [] : await tables.stateAt(place, seenSlotMs);
      const same = (subject: string, aspect: string) => subject === subjectText(key.subject) && aspect === key.aspect;
      return items.find((item) => same(subjectText(item.key.subject), item.key.aspect));
    }),
  );
  return { where: "by place", found: found.filter(Boolean).length, of: placed.length };
}

const CLOCK_SKEW_MS = 60_000;

/** Letters of a batch are kept since then, by whose clock it may be. */
export function lettersFromMs(startedAtMs: number): number {
  return startedAtMs - CLOCK_SKEW_MS;
}

async function inLetters({ stage, tenant, expected, startedAtMs, signal }: Omit<Look, "lake">): Promise<Seen> {
  const fromMs = lettersFromMs(startedAtMs);
  let found = 0;
  const has = (letter: { readonly tenant?: string }) => letter.tenant === tenant;
  for await (const { letters } of walk(stage.givenUp, { fromMs, has }, signal))
    found += letters.filter(({ code }) => expected.rejections.some((expectedCode) => expectedCode === code)).length;
  return { where: "dead letters", found, of: expected.rejections.length };
}

async function inLake(lake: LakeRows, { events }: Expected, signal: AbortSignal): Promise<Seen> {
  const rows = await lake.find(signal);
  const found = events.map((event) =>
    rows.find((row) => row.record_uid === event.record_uid && row.occurred_at === event.occurred_at),
  );
  return seen("lake", events, found);
}

function seen(where: string, expected: readonly Row[], found: readonly (Row | undefined)[]): Seen {
  const wrong = expected.flatMap((row, index) => {
    const other = found[index];
    const column = other === undefined ? undefined : difference(row, other);
    return column === undefined ? [] : [`${row.event_type}: ${column}`];
  });
  const there = found.filter((row) => row !== undefined).length;
  return { where, found: there, of: expected.length, ...(wrong[0] !== undefined && { differs: wrong[0] }) };
}
