/**
 * Events as the host hands them to a function in Node: bodies by the trigger's `dataType`, the rest as JSON beside them,
 * by the names of `EventHubTriggerBindingStrategy.cs` in Azure/azure-sdk-for-net. The types are the host's protocol:
 * https://github.com/Azure/azure-functions-language-worker-protobuf
 */
import type { ReceivedEventData } from "@azure/event-hubs";
import type { Execution } from "./invocation.ts";

export type TypedData =
  | { readonly json: string }
  | { readonly collectionBytes: { readonly bytes: readonly Uint8Array[] } }
  | { readonly collectionString: { readonly string: readonly string[] } };

/** Without `dataType` the host takes the bodies for JSON and fails the execution for the first that is none. */
export function bodiesOf(events: readonly ReceivedEventData[], dataType: string | undefined): TypedData {
  const bytes = events.map(({ body }) => bytesOf(body));
  if (dataType === "binary") return { collectionBytes: { bytes } };
  const texts = bytes.map((body) => Buffer.from(body).toString());
  if (dataType !== "string") for (const text of texts) JSON.parse(text);
  return { collectionString: { string: texts } };
}

export function metadataOf(
  { partitionId, events }: Pick<Execution, "partitionId" | "events">,
  hub: string,
  group: string,
) {
  const json = (value: unknown): TypedData => ({ json: JSON.stringify(value) });
  return {
    PartitionContext: json({ PartitionId: partitionId, ConsumerGroup: group, EventHubName: hub }),
    SequenceNumberArray: json(events.map(({ sequenceNumber }) => sequenceNumber)),
    OffsetArray: json(events.map(({ offset }) => offset)),
    PartitionKeyArray: json(events.map(({ partitionKey }) => partitionKey ?? null)),
    // A time of unspecified kind: nothing says that it is UTC.
    EnqueuedTimeUtcArray: json(events.map(({ enqueuedTimeUtc }) => enqueuedTimeUtc.toISOString().replace("Z", ""))),
    PropertiesArray: json(events.map(({ properties }) => properties ?? {})),
  };
}

/** The client parses a body it can parse; the hub has bytes. */
function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}
