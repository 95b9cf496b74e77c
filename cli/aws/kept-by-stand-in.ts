/** How far back the stand-in of Kinesis goes: it keeps what is newest, whatever retention it tells. */
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
} from "@aws-sdk/client-kinesis";
import { keptOfAll } from "../stage/kept-of-all.ts";
import type { Kept } from "../stage/transport.ts";

/** A time before the oldest record is that of the oldest. */
const BEFORE_ALL = new Date(1);

export async function keptByStandIn(client: KinesisClient, stream: string): Promise<Kept> {
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: stream }));
  return keptOfAll(
    await Promise.all(
      Shards.map(async ({ ShardId = "", SequenceNumberRange }) => {
        const at = { ShardIteratorType: "AT_TIMESTAMP", Timestamp: BEFORE_ALL } as const;
        const { ShardIterator } = await client.send(
          new GetShardIteratorCommand({ StreamName: stream, ShardId, ...at }),
        );
        const { Records: [oldest] = [] } = await client.send(new GetRecordsCommand({ ShardIterator, Limit: 1 }));
        if (oldest === undefined) return { oldestMs: 0, letGo: 0 };
        // It numbers the records of a shard one by one, from the shard's first number on.
        const place = BigInt(oldest.SequenceNumber ?? 0) - BigInt(SequenceNumberRange?.StartingSequenceNumber ?? 0);
        return { oldestMs: oldest.ApproximateArrivalTimestamp?.getTime() ?? 0, letGo: Number(place) - 1 };
      }),
    ),
  );
}
