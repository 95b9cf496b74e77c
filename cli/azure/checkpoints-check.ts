/** How far a function has read the hub: the numbers its host keeps, held against the hub's own. */
import type { EventHubConsumerClient } from "@azure/event-hubs";
import type { ContainerClient } from "@azure/storage-blob";
import { durationText } from "../doctor/duration-text.ts";
import type { Check, Finding, Verdict } from "../stage/check.ts";

/** Whoever gathers a minute's events and writes them is not behind yet. */
const BEHIND_MS = 10 * 60_000;

interface Reading {
  /** Whose: `tables' function`. */
  readonly name: string;
  readonly group: string;
  readonly consumer: EventHubConsumerClient;
  readonly checkpoints: ContainerClient;
}

interface Checkpoint {
  readonly number: number;
  readonly writtenAtMs: number;
}

export function checkpointsCheck({ name, group, consumer, checkpoints }: Reading): Check {
  return {
    name,
    async look(abortSignal) {
      const kept = await checkpointsOf(checkpoints, consumer, group, abortSignal);
      const ids = await consumer.getPartitionIds({ abortSignal });
      const partitions = await Promise.all(
        ids.map(async (id) => {
          const hub = await consumer.getPartitionProperties(id, { abortSignal });
          // What has expired is nobody's to read any more.
          const from = Math.max(kept.get(id)?.number ?? -1, hub.beginningSequenceNumber - 1);
          const left = hub.isEmpty ? 0 : hub.lastEnqueuedSequenceNumber - from;
          return { left, putAtMs: hub.lastEnqueuedOnUtc.getTime(), writtenAtMs: kept.get(id)?.writtenAtMs };
        }),
      );
      return [findingOf(name, partitions)];
    },
  };
}

interface Partition {
  /** Events it has not read. */
  readonly left: number;
  readonly putAtMs: number;
  readonly writtenAtMs: number | undefined;
}

function findingOf(name: string, partitions: readonly Partition[]): Finding {
  const behind = partitions.filter(({ left }) => left > 0);
  const written = partitions.flatMap(({ writtenAtMs }) => writtenAtMs ?? []);
  const last =
    written.length === 0
      ? "it has never kept how far it came"
      : `it last kept how far it came ${durationText(Date.now() - Math.max(...written))} ago`;
  const events = behind.reduce((sum, { left }) => sum + left, 0);
  const verdict = verdictOf(behind);
  return {
    name,
    verdict,
    says: `${events === 0 ? "has read all" : `has ${events} events to read`}; ${last}`,
    ...(verdict !== "good" && {
      todo:
        verdict === "bad"
          ? "It does not run, or cannot write: docs/azure.md, Not invoked; nothing is lost until the hub forgets."
          : "Look again in some minutes: it runs when there are fewer.",
    }),
  };
}

function verdictOf(behind: readonly Partition[]): Verdict {
  const nowMs = Date.now();
  // Nothing has come since, and it has not read that.
  if (behind.some(({ putAtMs }) => nowMs - putAtMs > BEHIND_MS)) return "bad";
  const reads = ({ writtenAtMs }: Partition) => writtenAtMs !== undefined && nowMs - writtenAtMs <= BEHIND_MS;
  return behind.every(reads) ? "good" : "unknown";
}

/**
 * By partition. A blob each, its number in the metadata, as every client's store of checkpoints and the Functions host
 * have it: https://learn.microsoft.com/javascript/api/overview/azure/eventhubs-checkpointstore-blob-readme
 */
async function checkpointsOf(
  container: ContainerClient,
  { fullyQualifiedNamespace, eventHubName }: EventHubConsumerClient,
  group: string,
  abortSignal: AbortSignal,
): Promise<ReadonlyMap<string, Checkpoint>> {
  const prefix = `${fullyQualifiedNamespace}/${eventHubName}/${group}/checkpoint/`.toLowerCase();
  const found = new Map<string, Checkpoint>();
  for await (const { name, metadata, properties } of container.listBlobsFlat({
    prefix,
    includeMetadata: true,
    abortSignal,
  })) {
    const number = Number(metadata?.sequencenumber ?? Number.NaN);
    if (Number.isFinite(number))
      found.set(name.slice(prefix.length), { number, writtenAtMs: properties.lastModified.getTime() });
  }
  return found;
}
