/** What the `spaces channel` commands ask of AWS: outputs of a stack, keys of a user, one secret. */
import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  IAMClient,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

export interface PushKey {
  readonly id: string;
  readonly active: boolean;
  readonly createdAt: Date;
}

export interface PushSecret {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface ChannelAccess {
  /** By output key; `undefined` where there is no such stack. */
  outputs(stackName: string): Promise<Readonly<Record<string, string>> | undefined>;
  keys(user: string): Promise<readonly PushKey[]>;
  createKey(user: string): Promise<PushSecret>;
  /** IAM learns of a use minutes to hours later; `undefined` is never. */
  lastUsed(keyId: string): Promise<Date | undefined>;
  deactivate(user: string, keyId: string): Promise<void>;
  deleteKey(user: string, keyId: string): Promise<void>;
  readSecret(secretId: string): Promise<PushSecret>;
  writeSecret(secretId: string, secret: PushSecret): Promise<void>;
}

export function awsChannelAccess(region: string): ChannelAccess {
  const cloudFormation = new CloudFormationClient({ region });
  const iam = new IAMClient({ region });
  const secrets = new SecretsManagerClient({ region });
  return {
    async outputs(stackName) {
      try {
        const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stackName }));
        return Object.fromEntries(
          (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey ?? "", OutputValue ?? ""]),
        );
      } catch (error) {
        // CloudFormation has no error of its own for a stack that is not there.
        if (error instanceof Error && error.name === "ValidationError" && error.message.includes("does not exist"))
          return undefined;
        throw error;
      }
    },
    async keys(user) {
      const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: user }));
      return (AccessKeyMetadata ?? []).map(({ AccessKeyId, Status, CreateDate }) => ({
        id: AccessKeyId ?? "",
        active: Status === "Active",
        createdAt: CreateDate ?? new Date(0),
      }));
    },
    async createKey(user) {
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: user }));
      return { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
    },
    async lastUsed(keyId) {
      const { AccessKeyLastUsed } = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: keyId }));
      return AccessKeyLastUsed?.LastUsedDate;
    },
    async deactivate(user, keyId) {
      await iam.send(new UpdateAccessKeyCommand({ UserName: user, AccessKeyId: keyId, Status: "Inactive" }));
    },
    async deleteKey(user, keyId) {
      await iam.send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId: keyId }));
    },
    async readSecret(secretId) {
      const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: secretId }));
      return JSON.parse(SecretString ?? "{}");
    },
    async writeSecret(secretId, secret) {
      await secrets.send(new PutSecretValueCommand({ SecretId: secretId, SecretString: JSON.stringify(secret) }));
    },
  };
}
