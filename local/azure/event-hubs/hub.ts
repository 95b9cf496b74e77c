/** An Event Hub: its partitions, who reads them, and which message goes where. */
import { createHash } from "node:crypto";
import type { Message } from "rhea";
import { newPartition, type Partition } from "./partition.ts";
import { newReaders, type Readers } from "./readers.ts";

export interface TakenAt {
  readonly partitionId: string;
  readonly sequenceNumber: number;
}

export interface Hub {
  readonly name: string;
  readonly createdAtMs: number;
  readonly partitions: readonly (Partition & { readonly readers: Readers })[];
  /** Takes messages that were sent together: into the partition named, else the key's, else the next in turn. */
  take(messages: readonly Message[], to: { readonly partitionId?: string; readonly key?: string }): void;
  /** Where the message with this id went; told once. */
  takenAt(messageId: string): TakenAt | undefined;
}

interface HubOptions {
  readonly keptMessages?: number | undefined;
  readonly now?: (() => number) | undefined;
}

export function newHub(name: string, partitionCount: number, { keptMessages, now = Date.now }: HubOptions = {}): Hub {
  const partitions = Array.from({ length: partitionCount }, (_, index) => ({
    ...newPartition(String(index), keptMessages),
    readers: newReaders(),
  }));
  const taken = new Map<string, TakenAt>();
  let turn = 0;

  function partitionFor({ partitionId, key }: { partitionId?: string; key?: string }): number {
    if (partitionId !== undefined) return Number(partitionId);
    if (key === undefined) return turn++ % partitionCount;
    return createHash("md5").update(key).digest().readUInt32BE(0) % partitionCount;
  }

  return {
    name,
    createdAtMs: now(),
    partitions,
    take(messages, to) {
      const partition = partitions[partitionFor(to)];
      if (partition === undefined) throw new RangeError("The hub has no such partition");
      const nowMs = now();
      for (const message of messages) {
        const { sequenceNumber } = partition.append(message, nowMs);
        if (message.message_id !== undefined)
          taken.set(String(message.message_id), { partitionId: partition.id, sequenceNumber });
      }
      partition.readers.pump();
    },
    takenAt(messageId) {
      const at = taken.get(messageId);
      taken.delete(messageId);
      return at;
    },
  };
}
