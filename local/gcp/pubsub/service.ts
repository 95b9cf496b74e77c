/** The two services, from the client's own protocol files, and the parts of their messages that are looked at. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { loadPackageDefinition, type ServiceDefinition, type StatusObject, status } from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";

interface Services {
  readonly publisher: ServiceDefinition;
  readonly subscriber: ServiceDefinition;
}

/** Beside the client's code; the package exports that alone. */
const PROTOS = "build/protos/protos.json";

export function pubSubServices(): Services {
  const require = createRequire(createRequire(import.meta.url).resolve("@google-cloud/pubsub"));
  const folder = /^.*[\\/]pubsub-api[\\/]/.exec(require.resolve("@google-cloud/pubsub-api"))?.[0] ?? "";
  const json = JSON.parse(readFileSync(join(folder, PROTOS), "utf8"));
  const loaded = loadPackageDefinition(fromJSON(json, { longs: Number, defaults: true, enums: String }));
  const { v1 } = (loaded as unknown as LoadedPubSub).google.pubsub;
  return { publisher: v1.Publisher.service, subscriber: v1.Subscriber.service };
}

interface LoadedPubSub {
  readonly google: {
    readonly pubsub: {
      readonly v1: Readonly<Record<"Publisher" | "Subscriber", { readonly service: ServiceDefinition }>>;
    };
  };
}

interface Duration {
  readonly seconds: number;
  readonly nanos: number;
}

/** A `google.pubsub.v1.Topic`, as far as it changes anything here. */
export interface TopicConfig {
  readonly name: string;
  readonly messageRetentionDuration: Duration | null;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A `google.pubsub.v1.Subscription`, as far as it changes anything here. */
export interface SubscriptionConfig {
  readonly name: string;
  readonly topic: string;
  readonly ackDeadlineSeconds: number;
  readonly pushConfig: { readonly pushEndpoint: string } | null;
  readonly retryPolicy: { readonly minimumBackoff: Duration | null; readonly maximumBackoff: Duration | null } | null;
  readonly deadLetterPolicy: { readonly deadLetterTopic: string; readonly maxDeliveryAttempts: number } | null;
}

/** Of the same two fields, from 1970 on. */
export type Timestamp = Duration;

export function millisecondsOf(duration: Duration | null | undefined, absent: number): number {
  return duration ? duration.seconds * 1_000 + duration.nanos / 1e6 : absent;
}

/** What a call is refused with. */
export type Refusal = Pick<StatusObject, "code" | "details">;

export const notFound = (name: string): Refusal => ({
  code: status.NOT_FOUND,
  details: `Resource not found (resource=${name.split("/").at(-1)}).`,
});

export const alreadyExists = (name: string): Refusal => ({
  code: status.ALREADY_EXISTS,
  details: `Resource already exists in the project (resource=${name.split("/").at(-1)}).`,
});

export const invalidArgument = (details: string): Refusal => ({ code: status.INVALID_ARGUMENT, details });
