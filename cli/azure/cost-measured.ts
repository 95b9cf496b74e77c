/**
 * What was measured of the tables on Azure: calls of the store on Azurite, simulated events in batches as the trigger makes
 * them on eight partitions. `npx node bench/azure-table-calls.ts` measures them again.
 */

/**
 * Calls an event, by the seconds a batch spans. That of 30 seconds is measured; that of 8 is a bound, reckoned: nothing
 * folded, one write of history, 1.17 reads and writes of state, 0.16 of the index.
 */
export const callsByBatchSeconds: readonly (readonly [number, number])[] = [
  [8, 3.5],
  [30, 2.93],
];
/** An event's history, with its key; text takes two bytes a letter in Table Storage. */
export const HISTORY_ENTITY_BYTES = 1_390;
/** Of all functions, on one core of the bench's machine, an event: most of it the SDK's. */
export const TABLES_CPU_SECONDS_PER_EVENT = 0.0022;
