/** Moments and spans as people read them; `locale` and `timeZone` are the reader's own unless a test says otherwise. */
interface Reader {
  readonly locale?: string;
  readonly timeZone?: string;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** `14:03:12`. */
export function clockText(ms: number, { locale, timeZone }: Reader = {}): string {
  return format({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }, locale, timeZone).format(
    ms,
  );
}

/** `2 Mar 2026, 14:03:12`, in the reader's order. */
export function momentText(ms: number, { locale, timeZone }: Reader = {}): string {
  return format({ dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" }, locale, timeZone).format(ms);
}

/** `350 ms`, `12 s`, `4 min`, `3 h`, `12 days`: to read, not to reckon with. */
export function spanText(ms: number): string {
  const size = Math.abs(ms);
  if (size < SECOND_MS) return `${Math.round(ms)} ms`;
  if (size < 10 * SECOND_MS) return `${(ms / SECOND_MS).toFixed(1)} s`;
  if (size < 2 * MINUTE_MS) return `${Math.round(ms / SECOND_MS)} s`;
  if (size < 2 * HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  return size < 2 * DAY_MS ? `${Math.round(ms / HOUR_MS)} h` : `${Math.round(ms / DAY_MS)} days`;
}

/** `4 min ago`. What lies ahead by a clock that differs is now. */
export function agoText(ms: number, nowMs: number): string {
  const age = nowMs - ms;
  return age < SECOND_MS ? "now" : `${spanText(age)} ago`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes a hundred times as long as using it. */
function format(options: Intl.DateTimeFormatOptions, locale?: string, timeZone?: string): Intl.DateTimeFormat {
  const key = JSON.stringify([options, locale, timeZone]);
  const known =
    formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, ...(timeZone !== undefined && { timeZone }) });
  formats.set(key, known);
  return known;
}
