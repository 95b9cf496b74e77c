/** Puts records into the hub as a producer would: batches of events, routed by the service. */
import { EventHubProducerClient } from "@azure/event-hubs";
import { UserError } from "../../cli/user-error.ts";
import type { Push } from "../cloud.ts";
import type { EventHubs } from "./event-hubs/server.ts";
import { positionOf } from "./position.ts";

const MAX_CALL_RECORDS = 500;
/** What an event takes in a batch beside its body: its id, and the sections around it. */
const ENVELOPE_BYTES = 128;
/** https://learn.microsoft.com/azure/event-hubs/event-hubs-quotas */
const MAX_BATCH_BYTES = 1024 * 1024;

export interface AzurePush extends Push {
  close(): Promise<void>;
}

export function azurePush({ connectionString, takenAt }: Pick<EventHubs, "connectionString" | "takenAt">): AzurePush {
  const producer = new EventHubProducerClient(connectionString);
  let nextId = 0;
  return {
    maxCallRecords: MAX_CALL_RECORDS,
    maxCallBytes: MAX_BATCH_BYTES - (MAX_CALL_RECORDS + 1) * ENVELOPE_BYTES,
    async put(records, signal) {
      if (signal.aborted) return [];
      const batch = await producer.createBatch();
      const ids = records.map(({ bytes }) => {
        const messageId = `local-${nextId++}`;
        if (!batch.tryAdd({ body: Buffer.from(bytes), messageId }))
          throw new UserError("A record has more than 1 MiB, which Event Hubs does not take; remove it.");
        return messageId;
      });
      await producer.sendBatch(batch);
      return ids.flatMap((id) => positionOf(takenAt(id)) ?? []);
    },
    close: () => producer.close(),
  };
}
