/**
 * An Event Hubs batch's envelope → records, and outcomes → the answer the Functions host understands. Pure.
 *
 * The trigger has no partial answer: a function that returns is done with the whole batch, one that throws gets the
 * whole batch again. The checkpoint advances once the retry policy is through, whether the function succeeded or not:
 * https://learn.microsoft.com/azure/azure-functions/functions-bindings-error-pages#retry-policies
 */
import type { Outcome, SourceRecord } from "../../shared/outcome.ts";
import type { BatchSource } from "../../shared/ports.ts";
import { bytesOf } from "./body.ts";

/** What the trigger tells beside the bodies, one entry of each array per body; the programming model makes the names begin in lower case. */
export interface EventHubsMetadata {
  readonly partitionContext?: { readonly partitionId?: string; readonly eventHubName?: string };
  readonly sequenceNumberArray?: readonly (number | string)[];
  /** ISO 8601. The host writes UTC, without saying so. */
  readonly enqueuedTimeUtcArray?: readonly string[];
}

/** A batch as the programming model hands it over. */
export interface EventHubsEvent {
  readonly messages: readonly unknown[];
  readonly metadata: EventHubsMetadata;
  /** When the invocation began: the arrival of a message whose own the host did not tell. */
  readonly nowMs: number;
}

/** Position: partition and sequence number, which alone is one partition's. Arrival: when the hub took the message. */
export function getRecords({ messages, metadata, nowMs }: EventHubsEvent): readonly SourceRecord[] {
  return messages.map((body, index) => ({
    position: positionAt(metadata, index),
    payload: bytesOf(body),
    receivedAtMs: arrivalAt(metadata, index) ?? nowMs,
  }));
}

export function buildResponse(outcomes: readonly Outcome[]): {
  readonly answer: "return" | "throw";
  /** The outcomes the source will not deliver again: all or none. */
  readonly settled: readonly Outcome[];
} {
  const isDone = outcomes.every(({ fate }) => fate.status !== "retry");
  return isDone ? { answer: "return", settled: outcomes } : { answer: "throw", settled: [] };
}

export function sourceOf({ messages, metadata }: EventHubsEvent): BatchSource {
  const { eventHubName = "unknown" } = metadata.partitionContext ?? {};
  const last = messages.length - 1;
  const position = (index: number) => (index < 0 ? "" : positionAt(metadata, index));
  return { name: `${eventHubName}/${partitionOf(metadata)}`, range: [position(Math.min(0, last)), position(last)] };
}

function partitionOf({ partitionContext }: EventHubsMetadata): string {
  return partitionContext?.partitionId ?? "unknown";
}

/** Underscore: it stands in the names of files. Without a sequence number the place in the batch has to do. */
function positionAt(metadata: EventHubsMetadata, index: number): string {
  return `${partitionOf(metadata)}_${metadata.sequenceNumberArray?.[index] ?? `at-${index}`}`;
}

/**
 * The host takes `EnqueuedTime.DateTime`, whose kind is unspecified, so that its JSON has no `Z`; JavaScript would read
 * it as local time. (`EventHubTriggerBindingStrategy.cs` in Azure/azure-sdk-for-net)
 */
function arrivalAt({ enqueuedTimeUtcArray }: EventHubsMetadata, index: number): number | undefined {
  const text = enqueuedTimeUtcArray?.[index];
  if (typeof text !== "string") return undefined;
  const ms = Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}
