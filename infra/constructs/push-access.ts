/**
 * The identity Cisco Spaces pushes as. The Partner Dashboard takes an access key and nothing else, so it is an IAM
 * user: one per channel and stage, that can put to one stream and do nothing more, whose secret key is only in
 * Secrets Manager.
 */
import { CfnOutput, type RemovalPolicy, SecretValue, Stack } from "aws-cdk-lib";
import { AccessKey, Policy, PolicyStatement, User } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import type { Channel } from "../../functions/channel.ts";
import { labels, type PushOutput, streamOutput } from "../push-outputs.ts";

interface PushAccessProps {
  readonly channel: Channel;
  readonly userName: string;
  readonly streamArn: string;
  readonly streamName: string;
  readonly customerKey: IKey;
  /** Of the secret. */
  readonly encryptionKey: IKey | undefined;
  /** IPv4 ranges; empty for any. */
  readonly sourceIps: readonly string[];
  /** Let it look at the stream, too. */
  readonly mayDescribe: boolean;
  readonly removalPolicy: RemovalPolicy;
}

const putActions: Readonly<Record<Channel, readonly string[]>> = {
  kinesis: ["kinesis:PutRecord", "kinesis:PutRecords"],
  firehose: ["firehose:PutRecord", "firehose:PutRecordBatch"],
};

/** What a producer may ask before it puts, the Kinesis Producer Library for one. */
const describeActions: Readonly<Record<Channel, readonly string[]>> = {
  kinesis: ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:ListShards"],
  firehose: ["firehose:DescribeDeliveryStream"],
};

export class PushAccess extends Construct {
  constructor(scope: Construct, props: PushAccessProps) {
    super(scope, "PushAccess");
    const { channel, encryptionKey, removalPolicy } = props;
    const user = new User(this, "User", { userName: props.userName });
    new Policy(this, "Put", { users: [user], statements: pushStatements(this, props) });
    const accessKey = new AccessKey(this, "AccessKey", { user });
    const secret = new Secret(this, "SecretKey", {
      description: `Access key of ${props.userName}, as pasted into the Partner Dashboard`,
      secretObjectValue: {
        accessKeyId: SecretValue.unsafePlainText(accessKey.accessKeyId),
        secretAccessKey: accessKey.secretAccessKey,
      },
      ...(encryptionKey !== undefined && { encryptionKey }),
      removalPolicy,
    });
    const stack = Stack.of(this);
    this.output("AWSRegion", labels.AWSRegion, stack.region);
    this.output(streamOutput[channel].key, streamOutput[channel].label, props.streamName);
    this.output("AWSAccessKey", labels.AWSAccessKey, accessKey.accessKeyId);
    this.output(
      "AWSSecretKeySecret",
      `${labels.AWSSecretKeySecret}: kept in this secret, as secretAccessKey`,
      secret.secretArn,
    );
    this.output("PushUser", "IAM user of the push channel", user.userName);
  }

  private output(key: PushOutput | (typeof streamOutput)[Channel]["key"], description: string, value: string): void {
    new CfnOutput(this, key, { description, value }).overrideLogicalId(key);
  }
}

/** The put itself, and the data key it takes on an encrypted stream. */
function pushStatements(scope: Construct, props: PushAccessProps): PolicyStatement[] {
  const { channel, customerKey, streamArn, sourceIps, mayDescribe } = props;
  const put = new PolicyStatement({
    sid: "PutToThisStream",
    actions: [...putActions[channel], ...(mayDescribe ? describeActions[channel] : [])],
    resources: [streamArn],
    ...(sourceIps.length > 0 && { conditions: { IpAddress: { "aws:SourceIp": [...sourceIps] } } }),
  });
  // Data Firehose encrypts with a grant of its own; only Kinesis asks for the data key in the producer's name.
  if (channel !== "kinesis") return [put];
  const dataKey = new PolicyStatement({
    sid: "DataKeyOfThisStream",
    actions: ["kms:GenerateDataKey"],
    resources: [customerKey.keyArn],
    conditions: {
      StringEquals: {
        "kms:EncryptionContext:aws:kinesis:arn": streamArn,
        "kms:ViaService": `kinesis.${Stack.of(scope).region}.amazonaws.com`,
      },
    },
  });
  return [put, dataKey];
}
