/** Messages with subscribers that pull: each is theirs until its ack deadline, which they may put off. */
import { protoMessage } from "./message.ts";
import type { Delivery, Subscription } from "./subscription.ts";

/** A `google.pubsub.v1.ReceivedMessage`. */
export interface ReceivedMessage {
  readonly ackId: string;
  readonly message: ReturnType<typeof protoMessage>;
  /** 0: attempts are not counted. */
  readonly deliveryAttempt: number;
}

export interface Leases {
  /** At most so many of those that wait. */
  take(most: number, ended: () => void): readonly ReceivedMessage[];
  acknowledge(ackIds: readonly string[]): void;
  /** From now on; 0 gives the message back. */
  putOff(ackIds: readonly string[], seconds: number): void;
  close(): void;
}

interface Lease {
  readonly delivery: Delivery;
  timer: NodeJS.Timeout;
  readonly ended: () => void;
}

const DEFAULT_ACK_DEADLINE_SECONDS = 10;

export function newLeases(subscription: Subscription): Leases {
  const leases = new Map<string, Lease>();
  /** A message that is given once more has another ack id, after a seek with the same attempt, too. */
  let given = 0;

  function end(ackId: string): Delivery | undefined {
    const lease = leases.get(ackId);
    if (lease === undefined) return undefined;
    leases.delete(ackId);
    clearTimeout(lease.timer);
    lease.ended();
    return lease.delivery;
  }

  function giveBack(ackId: string): void {
    const delivery = end(ackId);
    if (delivery !== undefined) subscription.refuse(delivery);
  }

  const expireIn = (ackId: string, seconds: number) => setTimeout(() => giveBack(ackId), 1_000 * seconds);

  return {
    take(most, ended) {
      const received: ReceivedMessage[] = [];
      while (received.length < most) {
        const delivery = subscription.take();
        if (delivery === undefined) break;
        const { message, attempt } = delivery;
        const ackId = `${message.id}:${attempt}:${++given}`;
        const seconds = subscription.config.ackDeadlineSeconds || DEFAULT_ACK_DEADLINE_SECONDS;
        leases.set(ackId, { delivery, timer: expireIn(ackId, seconds), ended });
        const deliveryAttempt = subscription.countsAttempts ? attempt : 0;
        received.push({ ackId, message: protoMessage(message), deliveryAttempt });
      }
      return received;
    },
    acknowledge(ackIds) {
      for (const ackId of ackIds) {
        const delivery = end(ackId);
        if (delivery !== undefined) subscription.acknowledge(delivery);
      }
    },
    putOff(ackIds, seconds) {
      for (const ackId of ackIds) {
        const lease = leases.get(ackId);
        if (lease === undefined) continue;
        if (seconds === 0) {
          giveBack(ackId);
          continue;
        }
        clearTimeout(lease.timer);
        lease.timer = expireIn(ackId, seconds);
      }
    },
    close() {
      for (const { timer } of leases.values()) clearTimeout(timer);
      leases.clear();
    },
  };
}
