/** The topic Cisco publishes into, for a command. */
import { googleErrorName, isPassing, isRefusal } from "../../gcp/google-errors.ts";
import { apart } from "../stage/apart.ts";
import type { Transport } from "../stage/transport.ts";
import type { PubSubClients } from "./pubsub-clients.ts";
import { followTopic, keptMs, readTopic, type TopicReading } from "./read-topic.ts";

/** https://cloud.google.com/pubsub/quotas#resource_limits */
const MAX_CALL_MESSAGES = 1_000;
const MAX_CALL_BYTES = 10_000_000;
/** What the service reckons of a message beside its data. */
const ENVELOPE_BYTES = 32;
const PUBLISH_MS = 30_000;

type TopicOptions = PubSubClients &
  Pick<TopicReading, "topic" | "source" | "quietMs"> & {
    /** Absent: by the topic's retention. */
    readonly kept?: Transport["kept"] | undefined;
  };

/** Without an ordering key, as Cisco publishes. */
export function pubSubTransport({ topic, ...options }: TopicOptions): Transport {
  const { publisher } = options;
  const publish: Transport["put"] = async (records) => {
    try {
      const messages = records.map((data) => ({ data }));
      const [{ messageIds }] = await publisher.publish({ topic, messages }, { timeout: PUBLISH_MS, retry: null });
      return records.map((_, index) => {
        const position = messageIds?.[index];
        return position === undefined ? { refused: "no answer" } : { position };
      });
    } catch (error) {
      if (isPassing(error)) return records.map(() => ({ refused: googleErrorName(error) }));
      throw error;
    }
  };
  return {
    channel: "pubsub",
    maxCallRecords: MAX_CALL_MESSAGES,
    maxCallBytes: MAX_CALL_BYTES - MAX_CALL_MESSAGES * ENVELOPE_BYTES,
    maxRecordBytes: MAX_CALL_BYTES - ENVELOPE_BYTES,
    put: apart(publish, (error) => (isRefusal(error) ? googleErrorName(error) : undefined)),
    read: (span, take, signal) => readTopic({ ...options, topic, span, take, signal }),
    follow: (take, signal) => followTopic({ ...options, topic, take, signal }),
    kept: options.kept ?? (async () => ({ sinceMs: Date.now() - (await keptMs(options, topic)) })),
  };
}
