/** The topics and subscriptions there are. */

import { type KeptMessages, newKeptMessages } from "./kept-messages.ts";
import { type Leases, newLeases } from "./leases.ts";
import type { Message, Published } from "./message.ts";
import { type PushOptions, pushFrom } from "./push.ts";
import { millisecondsOf, type SubscriptionConfig, type TopicConfig } from "./service.ts";
import { type Delivery, newSubscription, type Subscription } from "./subscription.ts";

export interface Registered {
  readonly subscription: Subscription;
  /** Of those that pull. */
  readonly leases: Leases;
  close(): void;
}

export interface Registry {
  createTopic(topic: TopicConfig): boolean;
  topic(name: string): TopicConfig | undefined;
  /** Of a topic that keeps what was acknowledged. */
  horizon(topic: string): ReturnType<KeptMessages["horizon"]> | undefined;
  /** To every subscription the topic has now; answers the message's id. */
  publish(topic: string, published: Published): string;
  subscribe(config: SubscriptionConfig): Registered;
  subscription(name: string): Registered | undefined;
  /** What the topic keeps of that time on is given again, to whoever was done with it, too. */
  seek(name: string, fromMs: number): void;
  unsubscribe(name: string): boolean;
  close(): void;
}

interface Topic {
  readonly config: TopicConfig;
  /** Of a topic that keeps what was acknowledged. */
  readonly kept: KeptMessages | undefined;
}

export interface RegistryOptions extends PushOptions {
  /** By which messages are stamped. */
  readonly nowMs: () => number;
  readonly keptMessages?: number | undefined;
}

export function newRegistry({ nowMs, keptMessages, ...pushOptions }: RegistryOptions): Registry {
  const topics = new Map<string, Topic>();
  const subscriptions = new Map<string, Registered>();
  let lastId = 0;

  function publish(topic: string, published: Published): string {
    const message: Message = { ...published, id: String(++lastId), publishedAtMs: nowMs() };
    topics.get(topic)?.kept?.add(message);
    for (const { subscription } of subscriptions.values())
      if (subscription.config.topic === topic) subscription.add(message);
    return message.id;
  }

  return {
    publish,
    createTopic(config) {
      if (topics.has(config.name)) return false;
      const keeps = millisecondsOf(config.messageRetentionDuration, 0) > 0;
      topics.set(config.name, { config, kept: keeps ? newKeptMessages(keptMessages) : undefined });
      return true;
    },
    topic: (name) => topics.get(name)?.config,
    horizon: (name) => topics.get(name)?.kept?.horizon(),
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
    seek(name, fromMs) {
      const registered = subscriptions.get(name);
      const kept = topics.get(registered?.subscription.config.topic ?? "")?.kept;
      if (registered === undefined || kept === undefined) return;
      registered.leases.close();
      registered.subscription.replace(kept.since(fromMs));
    },
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
