/**
 * A generated client throws a missing credential once more where nobody can catch it, which ends the process; the call's
 * own refusal is told: https://github.com/googleapis/google-cloud-node/blob/main/packages/google-pubsub/src/v1/publisher_client.ts
 */
export function withoutCrash<Client extends { initialize(): Promise<unknown> }>(client: Client): Client {
  const initialize = client.initialize.bind(client);
  client.initialize = () => initialize().catch(() => undefined);
  return client;
}
