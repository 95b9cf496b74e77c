/**
 * What was measured of the tables on Azure: calls of the store, simulated events in batches as the trigger makes them on
 * eight partitions. `npx node bench/azure-table-calls.ts` counts them again, and so does a test.
 */

/**
 * Calls an event, by the seconds a batch spans: 8 at 1,000 events/s (2 at 4,000 cost the same), 30 at 100 and fewer. The
 * shorter, the less is folded: 1 write of history, 1.16 reads and 1.12 writes of state, 0.08 of index and places; 1.07,
 * 0.79 and 0.07.
 */
export const callsByBatchSeconds: readonly (readonly [number, number])[] = [
  [8, 3.36],
  [30, 2.93],
];
/** An event's history, with its key; text takes two bytes a letter in Table Storage. */
export const HISTORY_ENTITY_BYTES = 1_390;
/** Of all functions, on one core of the bench's machine, an event: most of it the SDK's. */
export const TABLES_CPU_SECONDS_PER_EVENT = 0.0022;
