/** The customer key, used only through the service that holds the data. */
import { Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";

/** For a service that keeps data under the key by itself, and changes what it is encrypted under. */
export const encryptsByItself = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
] as const;

/** The services whose data the key protects, and what a caller of each needs of it. */
const actionsOf = {
  /** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html#dynamodb-kms-authz */
  dynamodb: encryptsByItself,
  /** To read: https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html */
  kinesis: ["kms:Decrypt"],
  /** To put; `Decrypt` for uploads in several parts: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html */
  s3: ["kms:Decrypt", "kms:GenerateDataKey"],
  secretsmanager: ["kms:Decrypt"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type KeyedService = keyof typeof actionsOf;

/** What the CDK's own `grantReadData` gives of a table's key. */
export const readsTable = ["kms:Decrypt", "kms:DescribeKey"] as const;

/** `actions` where the caller needs fewer than the service's callers may. */
export function keyUse(
  key: IKey,
  service: KeyedService,
  actions: readonly string[] = actionsOf[service],
): PolicyStatement {
  return new PolicyStatement({
    actions: [...actions],
    resources: [key.keyArn],
    conditions: { StringEquals: { "kms:ViaService": `${service}.${Stack.of(key).region}.amazonaws.com` } },
  });
}
