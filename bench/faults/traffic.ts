/** The records of a seed: a simulated site, in every encoding, with duplicates, disorder and poison between them. */
import { withFaults } from "../../cli/simulator/faults.ts";
import { randomFrom } from "../../cli/simulator/random.ts";
import { encodeRecords } from "../../cli/simulator/records.ts";
import { simulate } from "../../cli/simulator/simulate.ts";
import type { FaultCounts } from "./counts.ts";

export interface Put {
  readonly payload: Uint8Array;
  /** When the transport takes it, epoch milliseconds. */
  readonly atMs: number;
}

export const START_MS = Date.UTC(2026, 0, 5, 9);
/** A small site, so that many events are about the same few. */
const EVENTS_PER_SECOND = 50;
const LONGEST_DELAY_MS = 20_000;

/** In the order in which the transport takes them. */
export function trafficOf(seed: number, events: number, counts: FaultCounts): readonly Put[] {
  const random = randomFrom(seed ^ 0x7aff1c);
  const simulated = simulate({ events, seed, startMs: START_MS, eventsPerSecond: EVENTS_PER_SECOND });
  const records = encodeRecords(simulated, { encoding: "mixed", seed });
  const puts: Put[] = [];
  for (const { bytes, fault } of withFaults(records, { seed })) {
    if (fault === "duplicate") counts.duplicate++;
    else if (fault !== undefined) counts.poison++;
    const inOrderMs = START_MS + (puts.length * 1_000) / EVENTS_PER_SECOND;
    const isLate = random.chance(0.05);
    if (isLate) counts["out of order"]++;
    puts.push({ payload: bytes, atMs: Math.floor(inOrderMs + (isLate ? random.below(LONGEST_DELAY_MS) : 0)) });
  }
  return puts.sort((a, b) => a.atMs - b.atMs);
}
