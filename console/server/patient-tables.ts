/** The tables read again where a connection broke on the way: who looks at a page is not told of each. */
import { setTimeout as sleep } from "node:timers/promises";
import { isDenied } from "../../cli/doctor/run-checks.ts";
import type { TablesReader } from "../../shared/state/tables-reader.ts";

const WAITS_MS = [100, 500];

export function patientTables(tables: TablesReader): TablesReader {
  return {
    allState: () => patiently(() => tables.allState()),
    allEvents: () => patiently(() => tables.allEvents()),
    allPlaces: () => patiently(() => tables.allPlaces()),
    stateOf: (subject) => patiently(() => tables.stateOf(subject)),
    stateAt: (place, seenSinceMs) => patiently(() => tables.stateAt(place, seenSinceMs)),
    history: (subject, fromMs, toMs) => patiently(() => tables.history(subject, fromMs, toMs)),
  };
}

/** A right that is missing is missing the next time, too. */
async function patiently<T>(read: () => Promise<T>): Promise<T> {
  for (const waitMs of WAITS_MS) {
    try {
      return await read();
    } catch (error) {
      if (isDenied(error)) throw error;
      await sleep(waitMs);
    }
  }
  return read();
}
