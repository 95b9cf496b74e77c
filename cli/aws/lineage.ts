/** Which shards may be read: those whose parents have been read to their end, so that a key's records stay in order. */
import type { Shard } from "@aws-sdk/client-kinesis";

/** A parent that is no longer listed is past the stream's retention: there is nothing of it left to read. */
export function startable(shards: readonly Shard[], finished: ReadonlySet<string>): readonly string[] {
  const listed = new Set(shards.map(({ ShardId }) => ShardId));
  return shards
    .filter(({ ParentShardId, AdjacentParentShardId }) =>
      [ParentShardId, AdjacentParentShardId].every(
        (parent) => parent === undefined || !listed.has(parent) || finished.has(parent),
      ),
    )
    .map(({ ShardId }) => ShardId ?? "");
}
