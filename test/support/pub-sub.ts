/** Pushes as Pub/Sub makes them. */
import { type Push, readPush } from "../../gcp/pubsub/records.ts";

const PUBLISHED_AT = "2018-12-17T22:10:50.987Z";

interface PushBodyOptions {
  readonly messageId?: string;
  readonly deliveryAttempt?: number;
  readonly publishTime?: string;
}

/** As JSON, parsed. */
export function pushBody(
  payload: Uint8Array,
  { messageId = "1", deliveryAttempt, publishTime = PUBLISHED_AT }: PushBodyOptions = {},
) {
  return {
    message: { data: Buffer.from(payload).toString("base64"), attributes: {}, messageId, publishTime },
    subscription: "projects/test/subscriptions/spaces",
    ...(deliveryAttempt !== undefined && { deliveryAttempt }),
  };
}

/** Gathered messages, with ids from 100 on. */
export function pushes(payloads: readonly Uint8Array[], publishTime = PUBLISHED_AT): readonly Push[] {
  return payloads.flatMap((payload, index) => {
    const messageId = String(100 + index);
    return readPush(pushBody(payload, { messageId, publishTime }), 0) ?? [];
  });
}
