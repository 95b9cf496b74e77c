/** An account in memory, as far as the `spaces channel` commands see it: with IAM's limit of two keys. */
import type { ChannelAccess, PushSecret } from "../../cli/channel-access.ts";

interface Key {
  readonly id: string;
  active: boolean;
  readonly createdAt: Date;
  lastUsedAt: Date | undefined;
}

export const HOUR_MS = 3_600_000;

export interface FakeAccount {
  readonly access: ChannelAccess;
  readonly keys: Key[];
  /** Names of the calls made. */
  readonly calls: string[];
  secret: PushSecret;
  nowMs: number;
  /** The next call of this name fails, once. */
  failNext: keyof ChannelAccess | undefined;
  use(keyId: string): void;
}

const secretOf = (accessKeyId: string): PushSecret => ({ accessKeyId, secretAccessKey: `SECRET-OF-${accessKeyId}` });

export function channelAccess({ channels }: { readonly channels: readonly ("kinesis" | "firehose")[] }): FakeAccount {
  let made = 1;
  const account: FakeAccount = {
    keys: [{ id: "KEY1", active: true, createdAt: new Date(0), lastUsedAt: new Date(0) }],
    calls: [],
    secret: secretOf("KEY1"),
    nowMs: 1_000 * HOUR_MS,
    failNext: undefined,
    use(keyId) {
      const key = account.keys.find(({ id, active }) => id === keyId && active);
      if (key === undefined) throw new Error(`${keyId} cannot push`);
      key.lastUsedAt = new Date(account.nowMs);
    },
    access: {
      outputs: called("outputs", async (stackName) => {
        const channel = channels.find((one) => stackName === `spaces-prod-${one}-target`);
        if (channel === undefined) return undefined;
        return {
          AWSRegion: "eu-west-1",
          [channel === "kinesis" ? "KinesisFirehoseDataStreamName" : "KinesisFirehoseDeliveryStreamName"]:
            channel === "kinesis" ? "spaces-prod-push" : "spaces-prod-push-firehose",
          AWSAccessKey: "KEY1",
          AWSSecretKeySecret: `secret-${channel}`,
          PushUser: `spaces-prod-${channel}-push`,
        };
      }),
      keys: called("keys", async () => account.keys.map(({ id, active, createdAt }) => ({ id, active, createdAt }))),
      createKey: called("createKey", async () => {
        if (account.keys.length === 2)
          throw Object.assign(new Error("Cannot exceed quota"), { name: "LimitExceededException" });
        made++;
        account.keys.push({
          id: `KEY${made}`,
          active: true,
          createdAt: new Date(account.nowMs),
          lastUsedAt: undefined,
        });
        return secretOf(`KEY${made}`);
      }),
      lastUsed: called("lastUsed", async (keyId) => account.keys.find(({ id }) => id === keyId)?.lastUsedAt),
      deactivate: called("deactivate", async (_user, keyId) => {
        const key = account.keys.find(({ id }) => id === keyId);
        if (key !== undefined) key.active = false;
      }),
      deleteKey: called("deleteKey", async (_user, keyId) => {
        account.keys.splice(
          account.keys.findIndex(({ id }) => id === keyId),
          1,
        );
      }),
      readSecret: called("readSecret", async () => account.secret),
      writeSecret: called("writeSecret", async (_secretId, secret) => {
        account.secret = secret;
      }),
    },
  };

  function called<N extends keyof ChannelAccess>(name: N, call: ChannelAccess[N]): ChannelAccess[N] {
    return ((...args: never[]) => {
      account.calls.push(name);
      if (account.failNext === name) {
        account.failNext = undefined;
        return Promise.reject(new Error(`${name} failed`));
      }
      return (call as (...given: never[]) => unknown)(...args);
    }) as ChannelAccess[N];
  }
  return account;
}
