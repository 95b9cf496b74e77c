/** The Publisher service. */
import type { handleUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import { LET_GO_LABEL, SINCE_LABEL } from "../../../cli/gcp/kept-by-stand-in.ts";
import type { Published } from "./message.ts";
import type { Registry } from "./registry.ts";
import { alreadyExists, invalidArgument, notFound, type Refusal, type TopicConfig } from "./service.ts";

/** https://cloud.google.com/pubsub/quotas#resource_limits */
const MAX_MESSAGES = 1_000;
const MAX_BYTES = 10_000_000;

interface PublishRequest {
  readonly topic: string;
  readonly messages: readonly Published[];
}

export function publisher(registry: Registry): UntypedServiceImplementation {
  const publish: handleUnaryCall<PublishRequest, { messageIds: readonly string[] }> = ({ request }, done) => {
    const { topic, messages } = request;
    const refusal = registry.topic(topic) ? refusalOf(messages) : notFound(topic);
    if (refusal) return done(refusal);
    done(null, { messageIds: messages.map((message) => registry.publish(topic, message)) });
  };
  const createTopic: handleUnaryCall<TopicConfig, TopicConfig> = ({ request }, done) =>
    registry.createTopic(request) ? done(null, request) : done(alreadyExists(request.name));
  const getTopic: handleUnaryCall<{ topic: string }, TopicConfig> = ({ request: { topic } }, done) => {
    const found = registry.topic(topic);
    if (found === undefined) return done(notFound(topic));
    const { sinceMs, letGo } = registry.horizon(topic) ?? { sinceMs: 0, letGo: 0 };
    done(null, { ...found, labels: { [SINCE_LABEL]: String(sinceMs), [LET_GO_LABEL]: String(letGo) } });
  };
  return { publish, createTopic, getTopic };
}

function refusalOf(messages: readonly Published[]): Refusal | undefined {
  if (messages.length === 0 || messages.length > MAX_MESSAGES)
    return invalidArgument(`A request has 1 to ${MAX_MESSAGES} messages.`);
  if (messages.some(({ data, attributes }) => data.length === 0 && Object.keys(attributes).length === 0))
    return invalidArgument("A message has data or at least one attribute.");
  // Of one message, and of all in the request.
  const bytes = messages.reduce((sum, { data }) => sum + data.length, 0);
  return bytes > MAX_BYTES ? invalidArgument(`A request has at most ${MAX_BYTES} bytes.`) : undefined;
}
