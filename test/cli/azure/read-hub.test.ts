/** A hub read by a command that has enough before the hub has told all. */
import { EventHubConsumerClient, EventHubProducerClient } from "@azure/event-hubs";
import { expect, it } from "vitest";
import { readHub } from "../../../cli/azure/read-hub.ts";
import { startEventHubs } from "../../../local/azure/event-hubs/server.ts";

const [BATCHES, BATCH_EVENTS, ENOUGH] = [20, 500, 3_000];

it("ends at once where the command has enough, however much is on its way", async () => {
  const hubs = await startEventHubs({ hub: "push", partitions: 2 });
  const producer = new EventHubProducerClient(hubs.connectionString);
  for (let call = 0; call < BATCHES; call++) {
    const batch = await producer.createBatch();
    for (let n = 0; n < BATCH_EVENTS; n++) batch.tryAdd({ body: Buffer.alloc(1_000, "x") });
    await producer.sendBatch(batch);
  }
  const enough = new AbortController();
  let taken = 0;
  await readHub({
    connect: () => new EventHubConsumerClient("$Default", hubs.connectionString),
    span: { fromMs: 1, toMs: Date.now() + 60_000 },
    async take({ records }) {
      taken += records.length;
      if (taken >= ENOUGH) enough.abort();
    },
    signal: enough.signal,
  });
  expect(taken).toBeGreaterThanOrEqual(ENOUGH);
  expect(taken).toBeLessThan(BATCHES * BATCH_EVENTS);
  await producer.close();
  await hubs.close();
});
