import type { TakenAt } from "./event-hubs/hub.ts";

/** As `azure/event-hubs/records.ts` names a record: by partition and sequence number. */
export function positionOf(taken: TakenAt | undefined): string | undefined {
  return taken && `${taken.partitionId}_${taken.sequenceNumber}`;
}
