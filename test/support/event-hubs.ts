/** A batch as the Functions host and the programming model hand it over, with the metadata of the Event Hubs extension. */
import { InvocationContext } from "@azure/functions";
import type { EventHubsEvent } from "../../azure/event-hubs/records.ts";

/** `EnqueuedTime.DateTime` in JSON: UTC, and nothing says so. */
const ENQUEUED_AT = "2018-12-17T22:10:50.987";

export function eventHubsEvent(
  messages: readonly unknown[],
  { partitionId = "3", firstSequenceNumber = 100, enqueuedAt = ENQUEUED_AT } = {},
): EventHubsEvent {
  return {
    messages,
    metadata: {
      partitionContext: { partitionId, eventHubName: "spaces" },
      sequenceNumberArray: messages.map((_, index) => firstSequenceNumber + index),
      enqueuedTimeUtcArray: messages.map(() => enqueuedAt),
    },
    nowMs: 1_700_000_000_000,
  };
}

export interface Invocation {
  readonly context: InvocationContext;
  /** The lines it logged, parsed. */
  readonly lines: Record<string, unknown>[];
}

export function invocationOf({ metadata }: EventHubsEvent): Invocation {
  const lines: Record<string, unknown>[] = [];
  const context = new InvocationContext({
    functionName: "event-hubs",
    invocationId: "invocation-1",
    triggerMetadata: { ...metadata },
    logHandler: (_level, line) => {
      lines.push(JSON.parse(String(line)));
    },
  });
  return { context, lines };
}
