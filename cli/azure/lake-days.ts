/** Which files of a lake a query needs, by the days of its period. */
import type { ParameterValues } from "../../shared/lake/named-query.ts";
import { EVENTS_FOLDER } from "../../shared/lake/table.ts";

/** Days, `yyyy-MM-dd`, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;

/** A query is about a period or about a day; `undefined`: about everything there is. */
export function daysOf({ from, to, day }: ParameterValues): Days | undefined {
  const [first, last] = [dayOf(from ?? day), dayOf(to ?? day)];
  return first === undefined || last === undefined ? undefined : { from: first, to: last };
}

function dayOf(moment: string | undefined): string | undefined {
  return moment === undefined ? undefined : /^\d{4}-\d\d-\d\d/.exec(moment)?.[0];
}

/**
 * The folders to read, of those there are. Of landing: days that are not compacted. What occurred from `from` on arrived a
 * day before that at the earliest, by a clock that is ahead; where nothing is compacted, a day after `to` at the latest.
 */
export function foldersOf(days: Days | undefined, there: Iterable<string>, compacted: ReadonlySet<string>): string[] {
  const first = days && shifted(days.from, -1);
  const last = days && shifted(days.to, 1);
  return [...there].filter((folder) => {
    const [, arrived] = new RegExp(`^${EVENTS_FOLDER}/dt=([^/]+)/$`).exec(folder) ?? [];
    if (arrived !== undefined)
      return (
        !compacted.has(arrived) &&
        (first === undefined || arrived >= first) &&
        (last === undefined || compacted.size > 0 || arrived <= last)
      );
    const [, occurred] = /\/occurred_on=([^/]+)\/$/.exec(folder) ?? [];
    return occurred !== undefined && (days === undefined || (occurred >= days.from && occurred <= days.to));
  });
}

function shifted(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
