/**
 * Where a receiver begins: the selector the clients send with the link, on one of three annotations, with `>` or `>=`.
 * https://learn.microsoft.com/azure/event-hubs/event-hubs-amqp-protocol-guide
 */
import { type Partition, sequenceNumberAt } from "./partition.ts";

const LATEST = "@latest";
const EARLIEST = "-1";
const SELECTOR = /x-opt-(sequence-number|offset|enqueued-time) (>=?) '([^']*)'/;

/** Without a selector: what comes from now on. */
export function startOf(selector: string, partition: Partition): number {
  const [, annotation, comparison, value = ""] = SELECTOR.exec(selector) ?? [];
  const beyond = comparison === ">" ? 1 : 0;
  if (annotation === undefined || value === LATEST) return partition.next();
  if (value === EARLIEST) return partition.first();
  if (annotation === "enqueued-time") return partition.firstAfter(Number(value) - (1 - beyond));
  const named = annotation === "offset" ? sequenceNumberAt(Number(value)) : Number(value);
  return Math.max(partition.first(), named + beyond);
}
