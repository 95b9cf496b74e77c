/** A cloud's deployment in one process: its transport, the functions that are deployed, and what they have stored. */
import type { Outcome } from "../../shared/outcome.ts";
import type { Row } from "../../shared/row.ts";
import type { StoredTables } from "../../test/support/stored-tables.ts";
import type { FaultCounts } from "./counts.ts";
import type { Plan } from "./plan.ts";
import type { Put } from "./traffic.ts";

/** One delivery of records, until nothing is left of them. */
export interface Delivery {
  readonly puts: readonly Put[];
  readonly plan: Plan;
  readonly counts: FaultCounts;
  readonly tally: Tally;
}

/** A record that was given up to, as the bytes that were put. */
export interface GivenUp {
  readonly payload: Uint8Array;
  /** Rejected as what it is; else it only could not be stored, and is put back. */
  readonly isPoison: boolean;
}

export interface Rig {
  deliver(delivery: Delivery): Promise<void>;
  tables(): Promise<StoredTables>;
  /** Rows of the lake, copies included. */
  lakeRows(): Promise<readonly Row[]>;
  /** Dead letters and what the transport itself gave up; each once. */
  givenUp(): readonly GivenUp[];
  close(): Promise<void>;
}

/** What the source was told, by each of its consumers. */
export interface Tally {
  /** Records a consumer was to be given. */
  put: number;
  /** Records a consumer is done with ... */
  settled: number;
  /** ... or the transport has given up. */
  discarded: number;
  /** Deliveries of a record that was not done with. */
  retried: number;
  /** Events by their fates, of the records that are done with. */
  stored: number;
  duplicate: number;
  ignored: number;
  rejected: number;
}

export function newTally(): Tally {
  return { put: 0, settled: 0, discarded: 0, retried: 0, stored: 0, duplicate: 0, ignored: 0, rejected: 0 };
}

export function settle(tally: Tally, settled: readonly Outcome[]): void {
  tally.settled += settled.length;
  for (const { parts } of settled) for (const { status } of parts) if (status !== "retry") tally[status]++;
}
