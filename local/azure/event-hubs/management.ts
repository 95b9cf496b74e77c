/**
 * What `$management` answers about a hub and its partitions.
 * https://learn.microsoft.com/azure/event-hubs/event-hubs-amqp-protocol-guide
 */
import rhea, { type Message } from "rhea";
import type { Hub } from "./hub.ts";
import { offsetOf } from "./partition.ts";

const HUB = "com.microsoft:eventhub";
const PARTITION = "com.microsoft:partition";
const OK = 200;
const BAD_REQUEST = 400;
const NOT_FOUND = 404;

export function manage(hub: Hub, { application_properties: asked = {} }: Message): Partial<Message> {
  if (asked.name !== hub.name) return refused(NOT_FOUND, `There is no hub ${asked.name}`);
  if (asked.type === HUB) return answered(hubFacts(hub));
  if (asked.type !== PARTITION) return refused(BAD_REQUEST, `Nothing is known of the type ${asked.type}`);
  const partition = hub.partitions.find(({ id }) => id === asked.partition);
  if (partition === undefined) return refused(NOT_FOUND, `The hub has no partition ${asked.partition}`);
  const last = partition.next() - 1;
  return answered({
    name: hub.name,
    type: PARTITION,
    partition: partition.id,
    begin_sequence_number: partition.first(),
    last_enqueued_sequence_number: last,
    last_enqueued_offset: last < 0 ? "-1" : offsetOf(last),
    last_enqueued_time_utc: time(partition.at(last)?.enqueuedAtMs ?? hub.createdAtMs),
    is_partition_empty: partition.first() > last,
    begin_sequence_number_epoch: -1,
    last_enqueued_sequence_number_epoch: -1,
  });
}

function hubFacts({ name, createdAtMs, partitions }: Hub): object {
  return {
    name,
    type: HUB,
    created_at: time(createdAtMs),
    partition_count: partitions.length,
    partition_ids: partitions.map(({ id }) => id),
    georeplication_factor: 1,
  };
}

function answered(body: object): Partial<Message> {
  return { application_properties: { "status-code": OK, "status-description": "OK" }, body };
}

function refused(code: number, description: string): Partial<Message> {
  return { application_properties: { "status-code": code, "status-description": description }, body: {} };
}

function time(ms: number): unknown {
  return rhea.types.wrap_timestamp(ms);
}
