/** Puts records into the topic as a producer would: messages published together, as many as one call takes. */
import { pubSubClient } from "../../cli/gcp/pubsub-client.ts";
import type { Push } from "../cloud.ts";

/** https://cloud.google.com/pubsub/quotas#resource_limits */
const MAX_CALL_MESSAGES = 1_000;
const MAX_CALL_BYTES = 10_000_000;
/** What the client and the service reckon of a message beside its data. */
const ENVELOPE_BYTES = 32;

export interface GcpPush extends Push {
  close(): Promise<void>;
}

export interface GcpPushOptions {
  /** `projects/P/topics/T`. */
  readonly topic: string;
  /** The server's `host:port`. */
  readonly endpoint: string;
}

export function gcpPush({ topic: name, endpoint }: GcpPushOptions): GcpPush {
  const [, projectId = ""] = name.split("/");
  const client = pubSubClient(projectId, endpoint);
  const topic = client.topic(name, { batching: { maxMessages: MAX_CALL_MESSAGES, maxBytes: MAX_CALL_BYTES } });
  return {
    maxCallRecords: MAX_CALL_MESSAGES,
    maxRecordBytes: MAX_CALL_BYTES - ENVELOPE_BYTES,
    maxCallBytes: MAX_CALL_BYTES - MAX_CALL_MESSAGES * ENVELOPE_BYTES,
    async put(records, signal) {
      if (signal.aborted) return [];
      const ids = records.map(({ bytes }) => topic.publishMessage({ data: Buffer.from(bytes) }));
      // The client would wait for more.
      await Promise.all([topic.flush(), ...ids]);
      return Promise.all(ids);
    },
    close: () => client.close(),
  };
}
