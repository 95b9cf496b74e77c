/**
 * One customer-managed key for a stage: whoever disables it makes everything the deployment holds unreadable. It is there
 * whether the stage encrypts with it or not, and so is everybody's right to use it: a switch to it finds the grants in
 * place, and after a switch away from it what it has encrypted (a week of the stream, years of the lake) can be read.
 */
import { ArnFormat, Duration, type RemovalPolicy, Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { encryptsByItself } from "./key-use.ts";

/** The shortest there is, for a stage that shall be gone. */
const PENDING_WINDOW_DAYS = 7;

interface CustomerKeyProps {
  readonly stage: string;
  readonly alias: string;
  readonly removalPolicy: RemovalPolicy;
}

export function customerKey(scope: Construct, { stage, alias, removalPolicy }: CustomerKeyProps): Key {
  const key = new Key(scope, "Key", {
    alias,
    description: `Spaces push receiver, ${stage}: tables, streams, buckets, secrets, logs`,
    enableKeyRotation: true,
    pendingWindow: Duration.days(PENDING_WINDOW_DAYS),
    removalPolicy,
  });
  const stack = Stack.of(scope);
  const logGroups = ["lambda", "firehose", "vendedlogs/states"].map((folder) =>
    stack.formatArn({
      service: "logs",
      resource: "log-group",
      resourceName: `/aws/${folder}/spaces-${stage}-*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  );
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html; a key's policy speaks of "*", itself.
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: "LogGroupsOfThisStage",
      principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
      actions: [...encryptsByItself],
      resources: ["*"],
      conditions: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": logGroups } },
    }),
  );
  return key;
}
