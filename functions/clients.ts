/**
 * AWS clients: loaded when first called, so that a start costs no more than it must and a function that never needs a
 * service never loads it; with the time-outs a function needs, because a call that hangs must not cost the invocation.
 */
import type { ReadSecret } from "../runtime/privacy-key.ts";
import { within } from "../runtime/within.ts";
import { once } from "../shared/once.ts";
import type { Deadline } from "../shared/ports.ts";
import type { DynamoDbCalls } from "./dynamodb/calls.ts";
import { forManyCalls } from "./many-calls.ts";
import type { PutObject } from "./put-object.ts";

const CONNECTION_TIMEOUT_MS = 1_000;
const REQUEST_TIMEOUT_MS = 5_000;
const MAX_ATTEMPTS = 3;
const MAX_SOCKETS = 64;

const clientOptions = {
  maxAttempts: MAX_ATTEMPTS,
  requestHandler: {
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    throwOnRequestTimeout: true,
    httpsAgent: { maxSockets: MAX_SOCKETS },
    httpAgent: { maxSockets: MAX_SOCKETS },
  },
};

/** For one invocation at a time, as Lambda runs them: the latest deadline holds for every call. */
export function dynamoDbCalls(): DynamoDbCalls {
  const load = once(async () => {
    const sdk = await import("./sdk/dynamodb.ts");
    const client = new sdk.DynamoDBClient({ ...clientOptions, cacheMiddleware: true });
    return { sdk, client, abortCallsAt: forManyCalls(client) };
  });
  async function ready(deadline: Deadline) {
    const loaded = await load();
    loaded.abortCallsAt(within(deadline).abortSignal);
    return loaded;
  }
  return {
    async batchWriteItem(input, deadline) {
      const { sdk, client } = await ready(deadline);
      return client.send(new sdk.BatchWriteItemCommand(input));
    },
    async putItem(input, deadline) {
      const { sdk, client } = await ready(deadline);
      return client.send(new sdk.PutItemCommand(input));
    },
    async getItem(input, deadline) {
      const { sdk, client } = await ready(deadline);
      return client.send(new sdk.GetItemCommand(input));
    },
  };
}

/** Path style, so that an endpoint of one's own works. */
export function s3Put(): PutObject {
  const load = once(async () => {
    const sdk = await import("./sdk/s3.ts");
    return { sdk, client: new sdk.S3Client({ ...clientOptions, forcePathStyle: true }) };
  });
  return async (input, deadline) => {
    const { sdk, client } = await load();
    return client.send(new sdk.PutObjectCommand(input), within(deadline));
  };
}

export const readSecretsManager: ReadSecret = async (secretId) => {
  const { GetSecretValueCommand, SecretsManagerClient } = await import("./sdk/secrets-manager.ts");
  const { SecretString } = await new SecretsManagerClient(clientOptions).send(
    new GetSecretValueCommand({ SecretId: secretId }),
  );
  return SecretString;
};
