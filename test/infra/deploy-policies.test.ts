/** The committed documents: enough for every stack of every variant, and no way past the boundary. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BOUNDARY_NAME, type PolicyDocument } from "../../infra/deploy/policies.ts";
import { resourceActions } from "../../infra/deploy/resource-actions.ts";
import { documents } from "../../infra/deploy/write.ts";
import { deployment, variants } from "./deployment.ts";
import { identityStatements, list } from "./policy.ts";
import { ACCOUNT, arnMade, letsPrincipal, REGION } from "./simulate.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: characters of a managed policy, blanks apart. */
const MOST_CHARACTERS = 6_144;

const committed = (name: string): PolicyDocument =>
  JSON.parse(readFileSync(new URL(`../../docs/deploy/${name}`, import.meta.url), "utf8"));
const actionsOf = (documents: readonly PolicyDocument[]) =>
  documents.flatMap(({ Statement }) => Statement).flatMap(({ Action }) => Action);
const deploy = [committed("deploy-resources.json"), committed("deploy-rights.json")];
const boundary = [committed("permissions-boundary.json")];

const everything = Object.keys(variants).flatMap((name) =>
  [...deployment(name).templates].flatMap(([kind, { Resources }]) =>
    Object.entries(Resources).map(([id, resource]) => ({
      type: resource.Type,
      arn: arnMade(`spaces-${variants[name]?.stage}-${kind}`, id, resource),
    })),
  ),
);
const types = new Set(everything.map(({ type }) => type));

describe("the documents", () => {
  it.each(Object.entries(documents))("are as generated, and fit into a managed policy: %s", (name, document) => {
    expect(committed(name)).toEqual(document);
    expect(JSON.stringify(document).length).toBeLessThan(MOST_CHARACTERS);
  });
});

describe("the deploy policy", () => {
  const granted = new Set(actionsOf(deploy));

  it("knows every type of every variant, and grants all that CloudFormation asks for it", () => {
    expect(types.size).toBeGreaterThan(30);
    expect([...types].filter((type) => !resourceActions.has(type))).toEqual([]);
    const asked = [...types].flatMap((type) => resourceActions.get(type) ?? []);
    expect(asked.filter((action) => !granted.has(action))).toEqual([]);
  });

  it("grants nothing that no type of any variant asks for, but the version of the bootstrap stack", () => {
    const asked = new Set([...types].flatMap((type) => resourceActions.get(type) ?? []));
    expect([...granted].filter((action) => !asked.has(action))).toEqual(["ssm:GetParameters"]);
  });

  it.each([
    ["AWS::DynamoDB::GlobalTable", ["dynamodb:CreateTable", "dynamodb:UpdateTable", "dynamodb:DeleteTable"]],
    ["AWS::Kinesis::Stream", ["kinesis:CreateStream", "kinesis:DeleteStream"]],
    ["AWS::KinesisFirehose::DeliveryStream", ["firehose:CreateDeliveryStream", "firehose:UpdateDestination"]],
    ["AWS::S3::Bucket", ["s3:CreateBucket", "s3:PutLifecycleConfiguration", "s3:PutBucketPolicy"]],
    ["AWS::Lambda::Function", ["lambda:CreateFunction", "lambda:UpdateFunctionCode", "lambda:DeleteFunction"]],
    ["AWS::SecretsManager::Secret", ["secretsmanager:CreateSecret", "secretsmanager:DeleteSecret"]],
    ["AWS::SNS::Topic", ["sns:CreateTopic", "sns:DeleteTopic", "sns:Subscribe"]],
    ["AWS::Logs::LogGroup", ["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:DeleteLogGroup"]],
    ["AWS::IAM::Role", ["iam:DeleteRole", "iam:GetRole"]],
    ["AWS::IAM::User", ["iam:DeleteUser", "iam:CreateAccessKey"]],
  ])("lets CloudFormation make, change and remove each by the name it gets: %s", async (type, actions) => {
    const made = new Set(everything.filter((one) => one.type === type).map(({ arn }) => String(arn)));
    expect(made.size).toBeGreaterThan(0);
    for (const resource of made)
      for (const action of actions) {
        const allowed = await letsPrincipal(deploy, { action, resource });
        expect([action, resource, allowed]).toEqual([action, resource, true]);
      }
  });

  const role = `arn:aws:iam::${ACCOUNT}:role/spaces-prod-x`;
  const user = `arn:aws:iam::${ACCOUNT}:user/spaces-prod-x`;
  const bounded = { "iam:PermissionsBoundary": `arn:aws:iam::${ACCOUNT}:policy/${BOUNDARY_NAME}` };
  const otherwise = { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" };

  it.each([
    ["iam:CreateRole", role],
    ["iam:PutRolePolicy", role],
    ["iam:AttachRolePolicy", role],
    ["iam:PutRolePermissionsBoundary", role],
    ["iam:CreateUser", user],
    ["iam:PutUserPolicy", user],
    ["iam:PutUserPermissionsBoundary", user],
  ])("gives rights only within the boundary: %s", async (action, resource) => {
    expect(await letsPrincipal(deploy, { action, resource, context: bounded })).toBe(true);
    expect(await letsPrincipal(deploy, { action, resource })).toBe(false);
    expect(await letsPrincipal(deploy, { action, resource, context: otherwise })).toBe(false);
    const foreign = resource.replace("spaces-prod-x", "admin");
    expect(await letsPrincipal(deploy, { action, resource: foreign, context: bounded })).toBe(false);
  });

  it.each([
    ["iam:DeleteRolePermissionsBoundary", role],
    ["iam:DeleteUserPermissionsBoundary", user],
    ["iam:AttachUserPolicy", user],
    ["iam:CreatePolicyVersion", `arn:aws:iam::${ACCOUNT}:policy/${BOUNDARY_NAME}`],
    ["sts:AssumeRole", role],
    ["s3:GetObject", "arn:aws:s3:::spaces-prod-lake-x/events/x"],
    ["s3:DeleteBucket", "arn:aws:s3:::another-bucket"],
    ["dynamodb:GetItem", `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/spaces-prod-state`],
    ["dynamodb:DeleteTable", `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/orders`],
  ])("may not %s of %s", async (action, resource) => {
    expect(await letsPrincipal(deploy, { action, resource, context: bounded })).toBe(false);
  });

  it("passes roles of its own to the three services that need one, and to no other", async () => {
    const pass = { action: "iam:PassRole", resource: role };
    const to = (service: string) => ({ "iam:PassedToService": `${service}.amazonaws.com` });
    for (const service of ["lambda", "firehose", "scheduler"])
      expect(await letsPrincipal(deploy, { ...pass, context: to(service) })).toBe(true);
    expect(await letsPrincipal(deploy, { ...pass, context: to("ec2") })).toBe(false);
  });
});

describe("the permissions boundary", () => {
  const granted = new Set(
    Object.keys(variants)
      .flatMap((name) => identityStatements(deployment(name)))
      .filter(({ statement }) => statement.Effect === "Allow")
      .flatMap(({ statement }) => list(statement.Action))
      .map(String),
  );

  it("leaves out no call that a role or user of any variant has", () => {
    const allowed = actionsOf(boundary);
    expect(granted.size).toBeGreaterThan(30);
    expect([...granted].filter((action) => !allowed.includes(action))).toEqual([]);
  });

  it("allows no call that nobody has, but those by which a sandbox's buckets are emptied", () => {
    expect(
      actionsOf(boundary)
        .filter((action) => !granted.has(action))
        .sort(),
    ).toEqual(["s3:DeleteObjectVersion", "s3:ListBucketVersions", "s3:PutBucketPolicy"]);
  });

  it("ends at what begins with spaces-", async () => {
    const table = (name: string) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`;
    expect(await letsPrincipal(boundary, { action: "dynamodb:PutItem", resource: table("spaces-prod-state") })).toBe(
      true,
    );
    expect(await letsPrincipal(boundary, { action: "dynamodb:PutItem", resource: table("orders") })).toBe(false);
  });
});
