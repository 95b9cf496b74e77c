/**
 * What a subscription keeps of its topic: messages that wait, those that are with a subscriber, and those that wait out
 * their back-off. Each is given again until it is acknowledged, or until its attempts are used up.
 * https://cloud.google.com/pubsub/docs/handling-failures
 */
import type { Message } from "./message.ts";
import { millisecondsOf, type SubscriptionConfig } from "./service.ts";

/** https://cloud.google.com/pubsub/docs/handling-failures#exponential_backoff */
const DEFAULT_MIN_BACK_OFF_MS = 10_000;
const DEFAULT_MAX_BACK_OFF_MS = 600_000;
const DEFAULT_MAX_ATTEMPTS = 5;
/** Of a subscription without a retry policy: it is tried again at once, by a push no faster than that. */
const AT_ONCE_MS = 100;

/** A message that is with a subscriber. */
export interface Delivery {
  readonly message: Message;
  /** Counted from 1. */
  readonly attempt: number;
}

/** What became of a delivery. */
export type Ended = "acknowledged" | "again" | "given up";

export interface Subscription {
  readonly config: SubscriptionConfig;
  /** Whether attempts are counted, so that a subscriber is told of them. */
  readonly countsAttempts: boolean;
  add(message: Message): void;
  /** These wait, and no others. */
  replace(messages: readonly Message[]): void;
  /** The next message, if one waits. */
  take(): Delivery | undefined;
  acknowledge(delivery: Delivery): Ended;
  /** It comes again after its back-off, or goes behind the dead-letter topic. */
  refuse(delivery: Delivery): Ended;
  /** Called when a message waits, until the answer is called. */
  onWaiting(listener: () => void): () => void;
  modifyPush(pushConfig: SubscriptionConfig["pushConfig"]): void;
  close(): void;
}

interface SubscriptionOptions {
  readonly config: SubscriptionConfig;
  readonly deadLetter: (delivery: Delivery, config: SubscriptionConfig) => void;
}

interface Waiting {
  readonly message: Message;
  readonly attempts: number;
}

export function newSubscription({ config: given, deadLetter }: SubscriptionOptions): Subscription {
  let config = given;
  let waiting: Waiting[] = [];
  let next = 0;
  const listeners = new Set<() => void>();
  const timers = new Set<NodeJS.Timeout>();
  const policy = config.deadLetterPolicy?.deadLetterTopic ? config.deadLetterPolicy : undefined;

  function wait(one: Waiting): void {
    waiting.push(one);
    for (const listener of listeners) listener();
  }

  function waitLater(one: Waiting, ms: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      wait(one);
    }, ms);
    timers.add(timer);
  }

  function forget(): void {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    waiting = [];
    next = 0;
  }

  return {
    get config() {
      return config;
    },
    countsAttempts: policy !== undefined,
    add: (message) => wait({ message, attempts: 0 }),
    replace(messages) {
      forget();
      waiting = messages.map((message) => ({ message, attempts: 0 }));
      for (const listener of listeners) listener();
    },
    take() {
      const one = waiting[next];
      if (one === undefined) return undefined;
      // An index and not a shift: thousands may wait.
      next++;
      if (next === waiting.length) {
        waiting = [];
        next = 0;
      }
      return { message: one.message, attempt: one.attempts + 1 };
    },
    acknowledge: () => "acknowledged",
    refuse(delivery) {
      const { message, attempt } = delivery;
      if (policy !== undefined && attempt >= (policy.maxDeliveryAttempts || DEFAULT_MAX_ATTEMPTS)) {
        deadLetter(delivery, config);
        return "given up";
      }
      waitLater({ message, attempts: attempt }, backOffMs(config, attempt));
      return "again";
    },
    onWaiting(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    modifyPush(pushConfig) {
      config = { ...config, pushConfig };
      for (const listener of listeners) listener();
    },
    close() {
      listeners.clear();
      forget();
    },
  };
}

function backOffMs({ retryPolicy }: SubscriptionConfig, attempt: number): number {
  if (retryPolicy === null) return AT_ONCE_MS;
  const least = millisecondsOf(retryPolicy.minimumBackoff, DEFAULT_MIN_BACK_OFF_MS);
  const most = millisecondsOf(retryPolicy.maximumBackoff, DEFAULT_MAX_BACK_OFF_MS);
  return Math.min(most, least * 2 ** (attempt - 1));
}
