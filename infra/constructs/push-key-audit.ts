/**
 * Who uses the key Cisco Spaces pushes with, by CloudTrail: a put that is refused, or any other call than the channel's.
 * CloudTrail bills each put that is logged, which is why this is asked for, and not the default. What the rule finds is
 * kept in a log group, and the alarm counts it: a notice for each refused put would be thousands.
 */
import { ArnFormat, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { CfnTrail } from "aws-cdk-lib/aws-cloudtrail";
import { type CfnRule, Rule } from "aws-cdk-lib/aws-events";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnResourcePolicy, LogGroup } from "aws-cdk-lib/aws-logs";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { accessLogBucket, privateBucket } from "./private-bucket.ts";

const TRAIL_DAYS = 90;

interface PushKeyAuditProps {
  /** Names the trail, the rule and the log group below /aws/events/. */
  readonly name: string;
  readonly stage: string;
  readonly users: readonly string[];
  /** Whose puts are logged; Data Firehose has no data events. */
  readonly streamArn: string;
  readonly logRetentionDays: number;
  readonly removalPolicy: RemovalPolicy;
}

export class PushKeyAudit extends Construct {
  constructor(scope: Construct, id: string, props: PushKeyAuditProps) {
    super(scope, id);
    this.trail(props);
    const { name, stage, users } = props;
    const found = new LogGroup(this, "Found", {
      logGroupName: `/aws/events/${name}`,
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const policy = new CfnResourcePolicy(this, "EventsToLogs", {
      policyName: name,
      policyDocument: Stack.of(this).toJsonString({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] },
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: found.logGroupArn,
          },
        ],
      }),
    });
    const rule = new Rule(this, "Rule", {
      ruleName: name,
      description: `Spaces push receiver, ${stage}: the push key is refused, or used for something else than a put`,
      eventPattern: {
        detailType: ["AWS API Call via CloudTrail"],
        detail: {
          userIdentity: { userName: [...users] },
          $or: [
            { errorCode: [{ exists: true }] },
            // KMS: the data key that Kinesis asks for in the producer's name.
            {
              eventSource: [
                { "anything-but": ["kinesis.amazonaws.com", "firehose.amazonaws.com", "kms.amazonaws.com"] },
              ],
            },
          ],
        },
      },
      targets: [
        {
          bind: () => ({
            arn: Stack.of(this).formatArn({
              service: "logs",
              resource: "log-group",
              resourceName: found.logGroupName,
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          }),
        },
      ],
    });
    rule.node.addDependency(policy);
    // What a thief tries first only reads (GetCallerIdentity), and so does a producer that looks at its stream: a rule is not
    // told of either by default. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
    (rule.node.defaultChild as CfnRule).state = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
  }

  private trail({ name, users, streamArn, removalPolicy }: PushKeyAuditProps): void {
    const bucket = privateBucket(this, "Trail", {
      encryptionKey: undefined,
      accessLogs: accessLogBucket(this, removalPolicy),
      removalPolicy,
      lifecycleRules: [{ expiration: Duration.days(TRAIL_DAYS) }],
    });
    const policies = letTrailWrite(this, bucket, name);
    for (const statement of policies) bucket.addToResourcePolicy(statement);
    const stack = Stack.of(this);
    const trail = new CfnTrail(this, "PutsTrail", {
      trailName: name,
      isLogging: true,
      s3BucketName: bucket.bucketName,
      enableLogFileValidation: true,
      advancedEventSelectors: [
        {
          name: "What the push user puts",
          fieldSelectors: [
            { field: "eventCategory", equalTo: ["Data"] },
            { field: "resources.type", equalTo: ["AWS::Kinesis::Stream"] },
            { field: "resources.ARN", equalTo: [streamArn] },
            {
              field: "userIdentity.arn",
              equalTo: users.map((user) =>
                stack.formatArn({ service: "iam", region: "", resource: "user", resourceName: user }),
              ),
            },
          ],
        },
      ],
    });
    if (bucket.policy !== undefined) trail.node.addDependency(bucket.policy);
  }
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
function letTrailWrite(scope: Construct, bucket: IBucket, trailName: string): readonly PolicyStatement[] {
  const stack = Stack.of(scope);
  const trailArn = stack.formatArn({ service: "cloudtrail", resource: "trail", resourceName: trailName });
  const principals = [new ServicePrincipal("cloudtrail.amazonaws.com")];
  const ofThisTrail = { "aws:SourceArn": trailArn };
  return [
    new PolicyStatement({
      principals,
      actions: ["s3:GetBucketAcl"],
      resources: [bucket.bucketArn],
      conditions: { StringEquals: ofThisTrail },
    }),
    new PolicyStatement({
      principals,
      actions: ["s3:PutObject"],
      resources: [bucket.arnForObjects(`AWSLogs/${stack.account}/*`)],
      conditions: { StringEquals: { ...ofThisTrail, "s3:x-amz-acl": "bucket-owner-full-control" } },
    }),
  ];
}
