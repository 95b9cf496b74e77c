/**
 * Pub/Sub in memory: gRPC from the client's own protocol files. Publishing, pulling, pushing with attempts, back-off and
 * dead letters, and seeking to a time, within the service's limits. Not here: ordering by key, filters, snapshots,
 * exactly-once delivery.
 */
import { Server } from "@grpc/grpc-js";
import { listen } from "../listen.ts";
import { publisher } from "./publisher.ts";
import type { Pushed } from "./push.ts";
import { newRegistry } from "./registry.ts";
import { pubSubServices } from "./service.ts";
import { subscriber } from "./subscriber.ts";

export interface PubSubServer {
  /** `127.0.0.1:<port>`, for PUBSUB_EMULATOR_HOST and `apiEndpoint`. */
  readonly endpoint: string;
  /** Told of each push that is through. */
  onPushed(listener: (pushed: Pushed) => void): void;
  close(): Promise<void>;
}

export interface PubSubServerOptions {
  readonly port?: number;
  /** Of each subscription; the service itself goes up to thousands. */
  readonly maxPushesUnderWay?: number;
  /** By which messages are stamped. @default Date.now */
  readonly nowMs?: () => number;
  /** Of each topic that keeps any, at least. */
  readonly keptMessages?: number;
}

const DEFAULT_MAX_PUSHES = 1_000;

/** A port that cannot be listened on is a UserError. */
export async function startPubSub({
  port = 0,
  maxPushesUnderWay = DEFAULT_MAX_PUSHES,
  nowMs = Date.now,
  keptMessages,
}: PubSubServerOptions = {}): Promise<PubSubServer> {
  const listeners = new Set<(pushed: Pushed) => void>();
  const registry = newRegistry({
    nowMs,
    keptMessages,
    maxUnderWay: maxPushesUnderWay,
    pushed: (pushed) => {
      for (const listener of listeners) listener(pushed);
    },
  });
  const services = pubSubServices();
  // A message may be larger than the library lets in by default.
  const server = new Server({ "grpc.max_receive_message_length": -1 });
  server.addService(services.publisher, publisher(registry));
  server.addService(services.subscriber, subscriber(registry));
  const bound = await listen(server, "pubsub", port);
  return {
    endpoint: `127.0.0.1:${bound}`,
    onPushed: (listener) => void listeners.add(listener),
    async close() {
      registry.close();
      server.forceShutdown();
    },
  };
}
