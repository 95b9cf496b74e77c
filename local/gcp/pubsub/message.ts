/** A message as the service keeps it, and as it says it to a subscriber of either kind. */

export interface Message {
  /** Unique within the server. */
  readonly id: string;
  readonly data: Buffer;
  readonly attributes: Readonly<Record<string, string>>;
  readonly orderingKey: string;
  readonly publishedAtMs: number;
}

/** What a publisher sends; the server adds the rest. */
export type Published = Pick<Message, "data" | "attributes" | "orderingKey">;

/** A `google.pubsub.v1.PubsubMessage`. */
export function protoMessage({ id, data, attributes, orderingKey, publishedAtMs }: Message) {
  const publishTime = { seconds: Math.floor(publishedAtMs / 1_000), nanos: (publishedAtMs % 1_000) * 1e6 };
  return { messageId: id, data, attributes, orderingKey, publishTime };
}

/** The body of a push with its wrapper: https://cloud.google.com/pubsub/docs/push#receive_push */
export function pushBody(message: Message, subscription: string, deliveryAttempt: number | undefined): string {
  const publishTime = new Date(message.publishedAtMs).toISOString();
  return JSON.stringify({
    ...(deliveryAttempt !== undefined && { deliveryAttempt }),
    message: {
      ...(message.data.length > 0 && { data: message.data.toString("base64") }),
      ...(Object.keys(message.attributes).length > 0 && { attributes: message.attributes }),
      ...(message.orderingKey !== "" && { orderingKey: message.orderingKey }),
      messageId: message.id,
      message_id: message.id,
      publishTime,
      publish_time: publishTime,
    },
    subscription,
  });
}
