import { afterEach, expect, it, vi } from "vitest";
import { pubSubClients } from "../../../cli/gcp/pubsub-clients.ts";
import { firestoreDatabase } from "../../../gcp/firestore/client.ts";

afterEach(() => void vi.unstubAllEnvs());

it("ends no process that credentials are missing: the call is refused, and nothing is thrown beside it", async () => {
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere/credentials.json");
  const unhandled: unknown[] = [];
  const keep = (error: unknown) => void unhandled.push(error);
  process.on("unhandledRejection", keep);
  const { publisher, subscriber } = pubSubClients("p");
  await expect(publisher.getTopic({ topic: "projects/p/topics/t" })).rejects.toThrow("/nowhere/credentials.json");
  const subscription = "projects/p/subscriptions/s";
  await expect(subscriber.getSubscription({ subscription })).rejects.toThrow("/nowhere/credentials.json");
  const { client, name } = firestoreDatabase({ project: "p", database: "d" });
  await expect(client.batchWrite({ database: name })).rejects.toThrow("/nowhere/credentials.json");
  // Unhandled ones are told after what is due now.
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", keep);
  expect(unhandled).toEqual([]);
});
