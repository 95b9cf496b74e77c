/**
 * The tables, by their names; letters and digits only, as the service wants it.
 *
 * events<yyyyMM>: the history of subjects in one UTC month; expires by being dropped.  tenant!kind!id, time!uid
 * state:    what is true of a subject now.                                             tenant!kind!id, aspect
 * byplace:  who and what was last seen at a place, checked against the state.          tenant!place, slot!kind!id!aspect
 * places:   what a place says of itself, to which the others refer.                    tenant, location!digest
 */
export const STATE_TABLE = "state";
export const BY_PLACE_TABLE = "byplace";
export const PLACES_TABLE = "places";

/** Property of the time an entity may be swept. */
export const EXPIRES_AT = "expiresAt";
const EXPIRY_DIGITS = 11;

/** Epoch seconds as a text that compares as the numbers do. */
export function expiryText(seconds: number): string {
  return String(seconds).padStart(EXPIRY_DIGITS, "0");
}

const HISTORY = "events";
const EARLY_TABLE = `${HISTORY}early`;
const LATE_TABLE = `${HISTORY}late`;

/**
 * The table of the month an event occurred in. What occurred in a month that is dropped already, or in one that has not
 * begun beyond the next, stands in a table for all of those: a clock that is wrong makes no table of its own.
 */
export function historyTable(occurredAtMs: number, nowMs: number, ttlSeconds: number): string {
  if (occurredAtMs < firstKeptMonth(nowMs, ttlSeconds)) return EARLY_TABLE;
  return occurredAtMs >= monthStart(nowMs, 2) ? LATE_TABLE : monthTable(occurredAtMs);
}

/** The tables that may hold what occurred between two times, both included. */
export function historyTables(fromMs: number, toMs: number, nowMs: number, ttlSeconds: number): readonly string[] {
  const [first, end] = [firstKeptMonth(nowMs, ttlSeconds), monthStart(nowMs, 2)];
  const tables = fromMs < first ? [EARLY_TABLE] : [];
  for (let month = Math.max(monthStart(fromMs), first); month <= toMs && month < end; month = monthStart(month, 1))
    tables.push(monthTable(month));
  return toMs >= first ? [...tables, LATE_TABLE] : tables;
}

/** Whether a table is a month of history of which every event has expired. */
export function isExpired(table: string, nowMs: number, ttlSeconds: number): boolean {
  const [, year, month] = /^events(\d{4})(\d{2})$/.exec(table) ?? [];
  return year !== undefined && Date.UTC(Number(year), Number(month) - 1) < firstKeptMonth(nowMs, ttlSeconds);
}

export function isHistory(table: string): boolean {
  return table === EARLY_TABLE || table === LATE_TABLE || /^events\d{6}$/.test(table);
}

/** The month of the oldest event that is kept. */
function firstKeptMonth(nowMs: number, ttlSeconds: number): number {
  return monthStart(nowMs - ttlSeconds * 1_000);
}

function monthStart(ms: number, monthsLater = 0): number {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + monthsLater);
}

function monthTable(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `${HISTORY}${iso.slice(0, 4)}${iso.slice(5, 7)}`;
}
