/**
 * Lambda's event source mapping for a Kinesis stream: reads every shard from TRIM_HORIZON, one batch in flight per
 * shard (or lane), a shard's children after its own end.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 */
import { type KinesisClient, ListShardsCommand } from "@aws-sdk/client-kinesis";
import { startable } from "../../../cli/aws/lineage.ts";
import type { Invoke } from "../invocation.ts";
import type { Discarded } from "./batch.ts";
import type { ShardSource, StreamRecord } from "./event.ts";
import { checkMapping, type Mapping } from "./mapping.ts";
import type { Delivery, LastInvocation } from "./settle.ts";
import { deliverShard } from "./shard.ts";

export interface PollerOptions {
  readonly client: KinesisClient;
  readonly streamName: string;
  readonly streamArn: string;
  readonly mapping: Mapping;
  readonly invoke: Invoke;
  /** Puts what is given up into the on-failure destination. */
  readonly discard: (discarded: Discarded, source: ShardSource, last: LastInvocation | undefined) => Promise<void>;
  /** Records the source will not deliver again. */
  readonly acknowledge: (records: readonly StreamRecord[]) => void;
  readonly observe: (delivery: Delivery) => void;
  /** By which a record has grown too old. @default Date.now */
  readonly nowMs?: () => number;
}

export interface Poller {
  /** Resolved when stopped; rejected when the stream or the destination fails for good. */
  readonly done: Promise<void>;
  /** Waits for the invocations under way; what is not acknowledged by then stays so. */
  stop(): Promise<void>;
}

export function startPoller(options: PollerOptions): Poller {
  checkMapping(options.mapping);
  const abort = new AbortController();
  const { signal } = abort;
  const begun = new Set<string>();
  const finished = new Set<string>();

  /** Starts every shard that may be read now, and again what becomes readable as shards end. */
  async function follow(): Promise<void> {
    const { Shards = [] } = await options.client.send(new ListShardsCommand({ StreamName: options.streamName }), {
      abortSignal: signal,
    });
    const ids = startable(Shards, finished).filter((id) => !begun.has(id));
    for (const id of ids) begun.add(id);
    await Promise.all(
      ids.map(async (id) => {
        await deliverShard(id, options, signal);
        finished.add(id);
        if (!signal.aborted) await follow();
      }),
    );
  }

  const done = follow().catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  // Whoever waits for `done` sees the failure; until then it is not unhandled.
  done.catch(() => {});
  return {
    done,
    async stop() {
      abort.abort();
      await done;
    },
  };
}
