/** The event hub Cisco puts into, for a command. */
import type { EventHubConsumerClient, EventHubProducerClient } from "@azure/event-hubs";
import type { PutAnswer, Transport } from "../stage/transport.ts";
import { keptByHub } from "./kept-by-hub.ts";
import { readHub } from "./read-hub.ts";
import { isRetryable } from "./retryable.ts";

const MAX_CALL_RECORDS = 500;
/** What an event takes in a batch beside its body. */
const ENVELOPE_BYTES = 128;
/** https://learn.microsoft.com/azure/event-hubs/event-hubs-quotas */
const MAX_BATCH_BYTES = 1024 * 1024;
const DAY_MS = 86_400_000;

interface HubClients {
  readonly producer: EventHubProducerClient;
  readonly connect: () => EventHubConsumerClient;
  /** How long the hub keeps what it took; `undefined`: its partitions are asked. */
  readonly retentionDays: number | undefined;
}

/** Without a key, as Cisco puts: the service gives each batch to the next partition. It tells no position. */
export function eventHubsTransport({ producer, connect, retentionDays }: HubClients): Transport {
  return {
    channel: "event-hubs",
    maxCallRecords: MAX_CALL_RECORDS,
    maxCallBytes: MAX_BATCH_BYTES - (MAX_CALL_RECORDS + 1) * ENVELOPE_BYTES,
    maxRecordBytes: MAX_BATCH_BYTES - 2 * ENVELOPE_BYTES,
    put: (records) => putAsBatches(producer, records),
    read: (span, take, signal) => readHub({ connect, span, take, signal }),
    follow: (take, signal) => readHub({ connect, span: undefined, take, signal }),
    kept: async () =>
      retentionDays === undefined ? keptByHub(connect) : { sinceMs: Date.now() - retentionDays * DAY_MS },
  };
}

/** One batch, as a rule: a hub may take less in one than is reckoned here. */
async function putAsBatches(producer: EventHubProducerClient, records: readonly Uint8Array[]): Promise<PutAnswer[]> {
  const answers: PutAnswer[] = [];
  while (answers.length < records.length) {
    const left = records.slice(answers.length);
    try {
      const batch = await producer.createBatch();
      const tooLarge = left.findIndex((record) => !batch.tryAdd({ body: Buffer.from(record) }));
      if (tooLarge === 0) {
        answers.push({ refused: "larger than a batch takes", forGood: true });
        continue;
      }
      await producer.sendBatch(batch);
      answers.push(...Array.from({ length: batch.count }, () => ({})));
    } catch (error) {
      // What was put before is told; what is wrong for good is thrown by the next call.
      if (answers.length === 0 && !isRetryable(error)) throw error;
      return [...answers, ...left.map(() => ({ refused: codeOf(error) }))];
    }
  }
  return answers;
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : "no answer";
}
