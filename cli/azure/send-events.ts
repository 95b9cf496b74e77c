/** Records into an Event Hub, as Cisco Spaces puts them: batches, routed by the service. */
import { EventHubProducerClient } from "@azure/event-hubs";
import type { EncodedRecord } from "../simulator/records.ts";
import { UserError } from "../user-error.ts";

/** Answers how many were sent. The connection string has the hub's name, as the rule of a hub has. */
export async function sendToEventHub(records: Iterable<EncodedRecord>, connectionString: string): Promise<number> {
  const producer = new EventHubProducerClient(connectionString);
  let sent = 0;
  try {
    let batch = await producer.createBatch();
    for (const { bytes } of records) {
      const message = { body: Buffer.from(bytes) };
      if (batch.tryAdd(message)) continue;
      if (batch.count > 0) await producer.sendBatch(batch);
      sent += batch.count;
      batch = await producer.createBatch();
      if (!batch.tryAdd(message)) throw new UserError("A record is larger than an Event Hub takes.");
    }
    if (batch.count > 0) await producer.sendBatch(batch);
    return sent + batch.count;
  } finally {
    await producer.close();
  }
}
