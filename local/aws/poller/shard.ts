/** One shard: a reader that fills the lanes, and lanes that deliver. */
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { ShardSource, StreamRecord } from "./event.ts";
import { type Lane, newLane } from "./lane.ts";
import type { PollerOptions } from "./poller.ts";
import { settle } from "./settle.ts";
import { readShard } from "./shard-reader.ts";

/** How many batches' worth of records are read ahead of what the function is given. */
const READ_AHEAD_BATCHES = 2;

/** Resolved when the shard was closed and everything in it is settled, or on abort. */
export async function deliverShard(shardId: string, options: PollerOptions, signal: AbortSignal): Promise<void> {
  const { client, streamName, streamArn, mapping, invoke, acknowledge, observe, nowMs = Date.now } = options;
  const source: ShardSource = { streamArn, shardId };
  const lanes: Lane[] = [];
  let closed = false;
  let resumeReading = () => {};
  const isFinished = (): boolean => signal.aborted || (closed && lanes.every((lane) => lane.waiting() === 0));
  const hasRoom = () => lanes.every((lane) => lane.waiting() < mapping.batchSize * READ_AHEAD_BATCHES);

  for (let count = 0; count < mapping.parallelizationFactor; count++) {
    lanes.push(
      newLane({
        mapping,
        now: Date.now,
        isFinished,
        drained: () => resumeReading(),
        settle: (batch) =>
          settle(batch, {
            mapping,
            source,
            invoke,
            acknowledge,
            observe,
            discard: (discarded, last) => options.discard(discarded, source, last),
            now: nowMs,
            sleep: (ms) => sleep(ms, undefined, { signal }).catch(() => {}),
            stopped: () => signal.aborted,
          }),
      }),
    );
  }
  const wakeAll = () => {
    for (const lane of lanes) lane.wake();
    resumeReading();
  };
  signal.addEventListener("abort", wakeAll);

  const reading = readShard({
    client,
    streamName,
    shardId,
    signal,
    take: (records) => {
      for (const [lane, share] of shareOut(records, lanes)) lane.add(share);
    },
    async ready() {
      while (!hasRoom() && !signal.aborted) {
        await new Promise<void>((resolve) => {
          resumeReading = resolve;
        });
      }
    },
  }).then(() => {
    closed = true;
    wakeAll();
  });
  await Promise.all([reading, ...lanes.map((lane) => lane.run().then(wakeAll))]);
  signal.removeEventListener("abort", wakeAll);
}

/** Records of one partition key always take the same lane. */
function shareOut(records: readonly StreamRecord[], lanes: readonly Lane[]): ReadonlyMap<Lane, StreamRecord[]> {
  return Map.groupBy(records, ({ partitionKey }) => {
    const hash = lanes.length === 1 ? 0 : createHash("md5").update(partitionKey).digest().readUInt32BE();
    return lanes[hash % lanes.length] as Lane;
  });
}
