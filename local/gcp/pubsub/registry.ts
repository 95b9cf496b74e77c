/** The topics and subscriptions there are. */

import { type Leases, newLeases } from "./leases.ts";
import type { Message, Published } from "./message.ts";
import { type PushOptions, pushFrom } from "./push.ts";
import type { SubscriptionConfig } from "./service.ts";
import { type Delivery, newSubscription, type Subscription } from "./subscription.ts";

export interface Registered {
  readonly subscription: Subscription;
  /** Of those that pull. */
  readonly leases: Leases;
  close(): void;
}

export interface Registry {
  createTopic(name: string): boolean;
  hasTopic(name: string): boolean;
  /** To every subscription the topic has now; answers the message's id. */
  publish(topic: string, published: Published): string;
  subscribe(config: SubscriptionConfig): Registered;
  subscription(name: string): Registered | undefined;
  unsubscribe(name: string): boolean;
  close(): void;
}

export function newRegistry(pushOptions: PushOptions): Registry {
  const topics = new Set<string>();
  const subscriptions = new Map<string, Registered>();
  let lastId = 0;

  function publish(topic: string, published: Published): string {
    const message: Message = { ...published, id: String(++lastId), publishedAtMs: Date.now() };
    for (const { subscription } of subscriptions.values())
      if (subscription.config.topic === topic) subscription.add(message);
    return message.id;
  }

  return {
    publish,
    createTopic(name) {
      if (topics.has(name)) return false;
      topics.add(name);
      return true;
    },
    hasTopic: (name) => topics.has(name),
    subscribe(config) {
      const subscription = newSubscription({ config, deadLetter: (delivery) => forward(delivery, config, publish) });
      const pushing = pushFrom(subscription, pushOptions);
      const leases = newLeases(subscription);
      const registered = {
        subscription,
        leases,
        close() {
          pushing.close();
          leases.close();
          subscription.close();
        },
      };
      subscriptions.set(config.name, registered);
      return registered;
    },
    subscription: (name) => subscriptions.get(name),
    unsubscribe(name) {
      subscriptions.get(name)?.close();
      return subscriptions.delete(name);
    },
    close() {
      for (const registered of subscriptions.values()) registered.close();
    },
  };
}

/** With the attributes the service adds: https://cloud.google.com/pubsub/docs/dead-letter-topics#how_dead_letter_topics_work */
function forward({ message, attempt }: Delivery, config: SubscriptionConfig, publish: Registry["publish"]): void {
  const [, project = "", , subscription = ""] = config.name.split("/");
  publish(config.deadLetterPolicy?.deadLetterTopic ?? "", {
    data: message.data,
    orderingKey: message.orderingKey,
    attributes: {
      ...message.attributes,
      CloudPubSubDeadLetterSourceDeliveryCount: String(attempt),
      CloudPubSubDeadLetterSourceSubscription: subscription,
      CloudPubSubDeadLetterSourceSubscriptionProject: project,
      CloudPubSubDeadLetterSourceTopicPublishTime: new Date(message.publishedAtMs).toISOString(),
    },
  });
}
