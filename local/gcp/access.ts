/** What a command in another shell needs of what a run started. */
import type { GoogleLocalAccess } from "../../cli/gcp/local-access.ts";
import type { Stack } from "./stack.ts";

export function accessOf(
  { pubSub, topic, subscription, unseen, environment }: Stack,
  lakeDirectory: string,
): GoogleLocalAccess {
  return { pubSub: pubSub.endpoint, topic, subscription: subscription.name, unseen, lakeDirectory, environment };
}
