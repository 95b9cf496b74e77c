/** The client of Pub/Sub: Google's own, by whoever is logged in, or an engine's on this machine. */
import { PubSub } from "@google-cloud/pubsub";

/** `engine` is the `host:port` of one that asks nobody who they are, as PUBSUB_EMULATOR_HOST names it. */
export function pubSubClient(projectId: string, engine?: string): PubSub {
  if (engine === undefined || engine === "") return new PubSub({ projectId });
  return new PubSub({ projectId, apiEndpoint: engine, emulatorMode: true, auth: nobody });
}

type Options = NonNullable<ConstructorParameters<typeof PubSub>[0]>;

/** Else the client would look for an account on this machine's network, and warn that it found none. */
const nobody = { getUniverseDomain: async () => "googleapis.com" } as unknown as NonNullable<Options["auth"]>;
