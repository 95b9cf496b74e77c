/** Simulated events as they are pushed over days: a few seconds late, and one in twenty a second time. */
import { simulate } from "../cli/simulator/simulate.ts";

export interface Push {
  readonly bytes: Uint8Array;
  readonly arrivedAtMs: number;
}

/** Few or many, the events are spread over the days. */
export interface Span {
  readonly events: number;
  readonly days: number;
}

const HOUR_MS = 3_600_000;
/** In the period that the oracle is asked about, before the day of which it is asked a path. */
const START_MS = Date.parse("2026-03-01T12:00:00Z");
const DAY_SECONDS = 86_400;
const EVENTS_PER_SECOND = 10;
const SEED = 9;

const REPEATED_EVERY = 20;
/** At once, within the batch or the next; an hour later; into another day. */
const REPEATED_AFTER_MS: readonly number[] = [3_000, HOUR_MS, 23 * HOUR_MS];

/** The pushes that arrive in an hour, hour by hour: what is not due yet is all that is held. */
export function* pushesByHour(span: Span): Generator<readonly Push[]> {
  const waiting = new Map<number, Push[]>();
  const add = (push: Push) => {
    const hour = Math.floor(push.arrivedAtMs / HOUR_MS);
    const others = waiting.get(hour);
    if (others === undefined) waiting.set(hour, [push]);
    else others.push(push);
  };
  function* dueBefore(hour: number): Generator<readonly Push[]> {
    for (const due of [...waiting.keys()].filter((candidate) => candidate < hour).sort((a, b) => a - b)) {
      const pushes = waiting.get(due) ?? [];
      waiting.delete(due);
      yield pushes.sort((a, b) => a.arrivedAtMs - b.arrivedAtMs);
    }
  }
  let told = 0;
  for (const event of simulatedDays(span)) {
    yield* dueBefore(Math.floor(event.recordTimestamp / HOUR_MS));
    const bytes = Buffer.from(`${JSON.stringify(event)}\n`);
    const arrivedAtMs = event.recordTimestamp + 500 + (told % 40) * 100;
    add({ bytes, arrivedAtMs });
    if (told % REPEATED_EVERY === 7) {
      const after = REPEATED_AFTER_MS[Math.floor(told / REPEATED_EVERY) % REPEATED_AFTER_MS.length] ?? 0;
      add({ bytes, arrivedAtMs: arrivedAtMs + after });
    }
    told++;
  }
  yield* dueBefore(Number.POSITIVE_INFINITY);
}

function simulatedDays({ events, days }: Span) {
  const timeScale = (days * DAY_SECONDS * EVENTS_PER_SECOND) / events;
  return simulate({ events, seed: SEED, startMs: START_MS, eventsPerSecond: EVENTS_PER_SECOND, timeScale });
}
