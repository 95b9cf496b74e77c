/** Pub/Sub as whoever is signed in may use it, or an engine on this machine that asks nobody who they are. */
import { v1 } from "@google-cloud/pubsub";
import { credentials } from "@grpc/grpc-js";
import { nobody } from "../../gcp/firestore/client.ts";
import { withoutCrash } from "../../gcp/without-crash.ts";

export interface PubSubClients {
  readonly publisher: v1.PublisherClient;
  readonly subscriber: v1.SubscriberClient;
}

/** `emulatorHost` is `host:port`. */
export function pubSubClients(projectId: string, emulatorHost?: string): PubSubClients {
  const options = { projectId, ...(emulatorHost !== undefined && local(emulatorHost)) };
  return {
    publisher: withoutCrash(new v1.PublisherClient(options)),
    subscriber: withoutCrash(new v1.SubscriberClient(options)),
  };
}

function local(host: string) {
  const { hostname, port } = new URL(`http://${host}`);
  return { servicePath: hostname, port: Number(port), sslCreds: credentials.createInsecure(), auth: nobody };
}
