/**
 * The documents a platform team gives instead of AdministratorAccess: two that the role CloudFormation deploys with holds, and
 * the boundary of every role and user it makes. They name what begins with `spaces-`, which all stages do, in any Region.
 */

import { withoutResource } from "../constructs/compaction-grants.ts";
import { networkInterfaceActions } from "../constructs/function-network.ts";
import { resourceActions } from "./resource-actions.ts";

interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

/** The name that `permissionsBoundary` in the configuration has, and by which the deploy policy knows it. */
export const BOUNDARY_NAME = "spaces-permissions-boundary";
const boundary = { StringLike: { "iam:PermissionsBoundary": `arn:aws:iam::*:policy/${BOUNDARY_NAME}` } };

const arn = (service: string, ...resources: readonly string[]) =>
  resources.map((resource) => `arn:aws:${service}:*:*:${resource}`);
const buckets = ["arn:aws:s3:::spaces-*"];
const secrets = arn("secretsmanager", "secret:PrivacyKey*", "secret:PushAccessSecretKey*");
const roles = ["arn:aws:iam::*:role/spaces-*"];
const users = ["arn:aws:iam::*:user/spaces-*"];

/** Where each service's resources are; what is not here is a case of its own below. */
const resourcesOf: Readonly<Record<string, readonly string[]>> = {
  athena: arn("athena", "workgroup/spaces-*", "datacatalog/AwsDataCatalog"),
  budgets: ["arn:aws:budgets::*:budget/spaces-*"],
  cloudtrail: arn("cloudtrail", "trail/spaces-*"),
  cloudwatch: [...arn("cloudwatch", "alarm:spaces-*"), "arn:aws:cloudwatch::*:dashboard/spaces-*"],
  dynamodb: arn("dynamodb", "table/spaces-*"),
  events: arn("events", "rule/spaces-*"),
  firehose: arn("firehose", "deliverystream/spaces-*"),
  glue: arn("glue", "catalog", "database/spaces_*", "table/spaces_*/*"),
  kinesis: arn("kinesis", "stream/spaces-*"),
  lambda: arn("lambda", "function:spaces-*"),
  logs: arn("logs", "log-group:/aws/*/spaces-*"),
  s3: buckets,
  scheduler: arn("scheduler", "schedule/default/spaces-*"),
  secretsmanager: secrets,
  sns: arn("sns", "spaces-*"),
  states: arn("states", "stateMachine:spaces-*"),
};

/** The only object CloudFormation reads is a bundle; the lake is none of its business. */
const READ_BUNDLE = "s3:GetObject";

/** Calls that know no resource, or one that has no name of ours: mappings, endpoints, keys that are not made yet. */
const anywhere = new Set(
  `application-autoscaling:DeleteScalingPolicy application-autoscaling:DeregisterScalableTarget
  application-autoscaling:DescribeScalableTargets application-autoscaling:DescribeScalingPolicies
  application-autoscaling:PutScalingPolicy application-autoscaling:RegisterScalableTarget cloudtrail:DescribeTrails
  ec2:AuthorizeSecurityGroupEgress ec2:AuthorizeSecurityGroupIngress ec2:CreateSecurityGroup ec2:CreateTags
  ec2:CreateVpcEndpoint ec2:DeleteSecurityGroup ec2:DeleteTags ec2:DeleteVpcEndpoints ec2:DescribeNetworkInterfaces
  ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcEndpoints ec2:DescribeVpcs ec2:ModifyVpcEndpoint
  ec2:RevokeSecurityGroupEgress ec2:RevokeSecurityGroupIngress kinesis:UpdateMaxRecordSize kinesis:UpdateShardCount
  kinesis:UpdateStreamMode kms:CreateKey kms:DescribeKey kms:EnableKey kms:EnableKeyRotation kms:GetKeyPolicy
  kms:GetKeyRotationStatus kms:ListAliases kms:ListResourceTags kms:TagResource lambda:CreateEventSourceMapping
  lambda:DeleteEventSourceMapping lambda:GetEventSourceMapping lambda:UpdateEventSourceMapping lambda:ListTags
  lambda:TagResource lambda:UntagResource logs:DeleteResourcePolicy logs:DescribeLogGroups logs:DescribeResourcePolicies
  logs:PutResourcePolicy secretsmanager:GetRandomPassword sns:GetSubscriptionAttributes sns:SetSubscriptionAttributes
  sns:Unsubscribe`.split(/\s+/),
);

/** A role or user without the boundary may be looked at and removed, and given nothing: these know `iam:PermissionsBoundary`. */
const bounded = new Set(
  `iam:AttachRolePolicy iam:CreateRole iam:DeleteRolePolicy iam:DetachRolePolicy iam:PutRolePermissionsBoundary iam:PutRolePolicy
  iam:CreateUser iam:DeleteUserPolicy iam:PutUserPermissionsBoundary iam:PutUserPolicy`.split(/\s+/),
);

/** Of a key that carries a stage's tag; a call on a key just made would come before its tags are known, so others are free. */
const ofOwnKeys = new Set(
  "kms:DisableKey kms:PutKeyPolicy kms:ScheduleKeyDeletion kms:UntagResource kms:UpdateKeyDescription".split(" "),
);
const underTheKey = new Set("kms:CreateGrant kms:Decrypt kms:Encrypt kms:GenerateDataKey kms:RevokeGrant".split(" "));
const ofAliases = new Set("kms:CreateAlias kms:DeleteAlias kms:UpdateAlias".split(" "));

const all = [...new Set([...resourceActions.values()].flat())].sort();
const where = (fits: (action: string) => boolean) => all.filter(fits);
const service = (action: string) => action.slice(0, action.indexOf(":"));

function allow(
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[],
  Condition?: PolicyStatement["Condition"],
): PolicyStatement {
  return { Sid, Effect: "Allow", Action, Resource, ...(Condition !== undefined && { Condition }) };
}

const document = (Statement: readonly PolicyStatement[]): PolicyDocument => ({ Version: "2012-10-17", Statement });

/** What holds no rights: tables, streams, buckets, functions, alarms. */
export function deployResources(): PolicyDocument {
  return document(inServices((name) => !beside.has(name)));
}

/** A managed policy holds so many characters: these stand in the other one. */
const beside = new Set(["scheduler", "states"]);

function inServices(isMeant: (name: string) => boolean): readonly PolicyStatement[] {
  return Object.entries(resourcesOf)
    .filter(([name]) => isMeant(name))
    .map(([name, resources]) =>
      allow(
        `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
        where((action) => service(action) === name && !anywhere.has(action) && action !== READ_BUNDLE),
        resources,
      ),
    );
}

/** Rights: roles and users within the boundary, keys, what starts functions, and the calls that know no name. */
export function deployRights(): PolicyDocument {
  const iam = (kind: "Role" | "User", fits: (action: string) => boolean) =>
    where(
      (action) =>
        service(action) === "iam" &&
        (kind === "User") === /User|AccessKey/.test(action) &&
        !/PassRole|ServiceLinked/.test(action) &&
        fits(action),
    );
  const passedTo = [
    "lambda.amazonaws.com",
    "firehose.amazonaws.com",
    "scheduler.amazonaws.com",
    "states.amazonaws.com",
  ];
  const autoscaling = "dynamodb.application-autoscaling.amazonaws.com";
  return document([
    allow(
      "NoRoleBeyondTheBoundary",
      iam("Role", (action) => bounded.has(action)),
      roles,
      boundary,
    ),
    allow(
      "NoUserBeyondTheBoundary",
      iam("User", (action) => bounded.has(action)),
      users,
      boundary,
    ),
    allow(
      "Roles",
      iam("Role", (action) => !bounded.has(action)),
      roles,
    ),
    allow(
      "Users",
      iam("User", (action) => !bounded.has(action)),
      users,
    ),
    allow("PassRoles", ["iam:PassRole"], roles, { StringEquals: { "iam:PassedToService": passedTo } }),
    allow("Autoscaling", ["iam:CreateServiceLinkedRole"], ["arn:aws:iam::*:role/aws-service-role/*"], {
      StringEquals: { "iam:AWSServiceName": autoscaling },
    }),
    allow(
      "OwnKeys",
      where((action) => ofOwnKeys.has(action)),
      arn("kms", "key/*"),
      {
        Null: { "aws:ResourceTag/spaces:stage": "false" },
      },
    ),
    allow(
      "UseOfOwnKeys",
      where((action) => underTheKey.has(action)),
      arn("kms", "key/*"),
      {
        Null: { "aws:ResourceTag/spaces:stage": "false", "kms:ViaService": "false" },
      },
    ),
    allow(
      "Aliases",
      where((action) => ofAliases.has(action)),
      [...arn("kms", "alias/spaces-*"), ...arn("kms", "key/*")],
    ),
    allow(
      "Bundles",
      [READ_BUNDLE],
      ["arn:aws:s3:::cdk-*-assets-*"].map((bucket) => `${bucket}/*`),
    ),
    // CloudFormation reads it on behalf of a template made by the CDK.
    allow("BootstrapVersion", ["ssm:GetParameters"], arn("ssm", "parameter/cdk-bootstrap/*")),
    ...inServices((name) => beside.has(name)),
    allow(
      "WhatHasNoName",
      where((action) => anywhere.has(action)),
      ["*"],
    ),
  ]);
}

/** No more than every role and user needs together, whatever its own policy says. */
export function permissionsBoundary(): PolicyDocument {
  const of = (name: string, calls: string) => calls.split(" ").map((call) => `${name}:${call}`);
  const inService = (Sid: string, name: string, calls: string) => allow(Sid, of(name, calls), resourcesOf[name] ?? []);
  const objects = buckets.map((bucket) => `${bucket}/*`);
  return document([
    inService("Tables", "dynamodb", "BatchWriteItem GetItem PutItem Scan"),
    inService(
      "Streams",
      "kinesis",
      "DescribeStream DescribeStreamSummary GetRecords GetShardIterator ListShards PutRecord PutRecords",
    ),
    inService("DeliveryStreams", "firehose", "DescribeDeliveryStream PutRecord PutRecordBatch"),
    inService(
      "Schema",
      "glue",
      "CreateTable GetDatabase GetPartitions GetTable GetTables GetTableVersion GetTableVersions UpdateTable",
    ),
    inService(
      "Compaction",
      "athena",
      "GetDataCatalog GetQueryExecution GetQueryResults GetWorkGroup StartQueryExecution StopQueryExecution",
    ),
    inService("Runs", "states", "ListExecutions StartExecution"),
    allow("WhatKnowsNoResource", withoutResource, ["*"]),
    inService("Functions", "lambda", "GetFunctionConfiguration InvokeFunction"),
    inService("Logs", "logs", "CreateLogStream PutLogEvents"),
    allow("Objects", of("s3", "AbortMultipartUpload GetObject ListMultipartUploadParts PutObject"), objects),
    allow("Buckets", of("s3", "GetBucketLocation ListBucket ListBucketMultipartUploads"), buckets),
    // The library's provider, which a bucket of a sandbox lets empty it.
    allow("EmptyBuckets", of("s3", "DeleteObject DeleteObjectVersion ListBucketVersions PutBucketPolicy"), [
      ...buckets,
      ...objects,
    ]),
    allow("PseudonymKey", ["secretsmanager:GetSecretValue"], arn("secretsmanager", "secret:PrivacyKey*")),
    allow("AgeOfPushKeys", ["iam:ListAccessKeys"], users),
    allow(
      "KeysThroughTheServices",
      of("kms", "Decrypt DescribeKey Encrypt GenerateDataKey ReEncryptFrom ReEncryptTo"),
      arn("kms", "key/*"),
      { Null: { "kms:ViaService": "false" } },
    ),
    allow("NetworkInterfaces", networkInterfaceActions, ["*"]),
  ]);
}
