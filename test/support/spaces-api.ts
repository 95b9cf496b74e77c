/** Cisco's stand-in with a simulated building's events told, for tests of what asks it. */
import type { SpacesEvent } from "../../cli/simulator/event.ts";
import { simulate } from "../../cli/simulator/simulate.ts";
import { type SpacesApi, type SpacesApiOptions, startSpacesApi } from "../../cli/simulator/spaces-api/server.ts";

export const API_KEY = "the key of a test";
/** Of the first simulated event. */
export const START_MS = Date.UTC(2026, 2, 2, 10);

/** Ten a second of simulated time. */
export function simulatedEvents(events: number, seed = 7): readonly SpacesEvent[] {
  return [...simulate({ events, seed, startMs: START_MS, eventsPerSecond: 10 })];
}

export async function apiWith(
  events: readonly SpacesEvent[],
  options: Partial<SpacesApiOptions> = {},
): Promise<SpacesApi> {
  const api = await startSpacesApi({
    apiKey: API_KEY,
    keepAliveMs: 50,
    windowMs: Number.POSITIVE_INFINITY,
    ...options,
  });
  for (const event of events) api.tell(event);
  return api;
}
