/** Pushes the messages of a subscription to its endpoint: a request each, whose status is the acknowledgement. */
import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { pushBody } from "./message.ts";
import { pushWindow } from "./push-window.ts";
import type { Delivery, Ended, Subscription } from "./subscription.ts";

/** https://cloud.google.com/pubsub/docs/push#receive_push */
const acknowledging: ReadonlySet<number> = new Set([102, 200, 201, 202, 204]);
const DEFAULT_ACK_DEADLINE_SECONDS = 10;

/** A push, and what came of it. */
export interface Pushed {
  readonly subscription: string;
  readonly messageId: string;
  readonly publishedAtMs: number;
  readonly deliveryAttempt: number;
  /** Absent when there was no answer in time. */
  readonly status?: number;
  readonly ended: Ended;
}

export interface PushOptions {
  readonly maxUnderWay: number;
  readonly pushed: (pushed: Pushed) => void;
}

/** Pushes for as long as the subscription has an endpoint. */
export function pushFrom(subscription: Subscription, { maxUnderWay, pushed }: PushOptions): { close(): void } {
  const agent = new Agent({ keepAlive: true });
  const window = pushWindow(maxUnderWay);
  let underWay = 0;
  let isClosed = false;

  function go(): void {
    const endpoint = subscription.config.pushConfig?.pushEndpoint;
    while (endpoint && !isClosed && underWay < window.size()) {
      const delivery = subscription.take();
      if (delivery === undefined) return;
      underWay++;
      void push(delivery, endpoint);
    }
  }

  async function push(delivery: Delivery, endpoint: string): Promise<void> {
    const status = await statusOf(delivery, endpoint);
    underWay--;
    if (isClosed) return;
    const isAcknowledged = status !== undefined && acknowledging.has(status);
    window.ended(isAcknowledged);
    const ended = isAcknowledged ? subscription.acknowledge(delivery) : subscription.refuse(delivery);
    const { message, attempt } = delivery;
    pushed({
      subscription: subscription.config.name,
      messageId: message.id,
      publishedAtMs: message.publishedAtMs,
      deliveryAttempt: attempt,
      ...(status !== undefined && { status }),
      ended,
    });
    go();
  }

  async function statusOf({ message, attempt }: Delivery, endpoint: string): Promise<number | undefined> {
    const { name, ackDeadlineSeconds } = subscription.config;
    const body = pushBody(message, name, subscription.countsAttempts ? attempt : undefined);
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const signal = AbortSignal.timeout(1_000 * (ackDeadlineSeconds || DEFAULT_ACK_DEADLINE_SECONDS));
    try {
      const outgoing = request(endpoint, { method: "POST", agent, headers, signal }).end(body);
      const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
      answer.resume();
      await once(answer, "end");
      return answer.statusCode;
    } catch {
      return undefined;
    }
  }

  subscription.onWaiting(go);
  go();
  return {
    close() {
      isClosed = true;
      agent.destroy();
    },
  };
}
