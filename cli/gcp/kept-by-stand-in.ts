/** How far back the stand-in of Pub/Sub goes: it keeps what is newest, and says so in labels, which the service does not. */
import type { Kept } from "../stage/transport.ts";
import type { PubSubClients } from "./pubsub-clients.ts";

export const SINCE_LABEL = "kept_since_ms";
export const LET_GO_LABEL = "let_go";

/** `topic`: `projects/P/topics/T`. */
export async function keptByStandIn(publisher: PubSubClients["publisher"], topic: string): Promise<Kept> {
  const [{ labels }] = await publisher.getTopic({ topic });
  return { sinceMs: Number(labels?.[SINCE_LABEL] ?? 0), letGo: Number(labels?.[LET_GO_LABEL] ?? 0) };
}
