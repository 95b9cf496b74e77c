/** A simulated building told as it happens. */
import { setTimeout as sleep } from "node:timers/promises";
import type { SpacesEvent } from "../event.ts";
import type { SpacesApi } from "./server.ts";

const STEP_MS = 100;

/** Tells each event at its own time, those of the past at once; resolved at their end or at the signal's. */
export async function tellInTime(
  events: Iterable<SpacesEvent>,
  api: Pick<SpacesApi, "tell">,
  signal: AbortSignal,
): Promise<void> {
  for (const event of events) {
    while (event.recordTimestamp > Date.now()) {
      if (signal.aborted) return;
      await sleep(STEP_MS, undefined, { signal }).catch(() => {});
    }
    api.tell(event);
  }
}
