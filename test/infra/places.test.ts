/** A second Region and a second stage beside the first, in one account: nothing of one finds its name taken by the other. */
import { describe, expect, it } from "vitest";
import type { SpacesConfigInput } from "../../infra/config/spaces-config.ts";
import { type Deployment, deploy, own } from "./deployment.ts";

const everything: SpacesConfigInput = {
  ...own,
  channels: { firehose: true },
  alarms: { monthlySpendUsd: 100, pushKeyAudit: true },
};

/** Properties that name a resource; where a type is known in all Regions of an account, and where in one. */
const nameOf: Readonly<Record<string, { readonly property: string; readonly global: boolean }>> = {
  "AWS::IAM::User": { property: "UserName", global: true },
  "AWS::IAM::Role": { property: "RoleName", global: true },
  "AWS::IAM::ManagedPolicy": { property: "ManagedPolicyName", global: true },
  "AWS::S3::Bucket": { property: "BucketName", global: true },
  "AWS::CloudWatch::Dashboard": { property: "DashboardName", global: true },
  "AWS::CloudWatch::Alarm": { property: "AlarmName", global: false },
  "AWS::CloudTrail::Trail": { property: "TrailName", global: false },
  "AWS::DynamoDB::GlobalTable": { property: "TableName", global: false },
  "AWS::Kinesis::Stream": { property: "Name", global: false },
  "AWS::KinesisFirehose::DeliveryStream": { property: "DeliveryStreamName", global: false },
  "AWS::KMS::Alias": { property: "AliasName", global: false },
  "AWS::Lambda::Function": { property: "FunctionName", global: false },
  "AWS::Logs::LogGroup": { property: "LogGroupName", global: false },
  "AWS::Logs::ResourcePolicy": { property: "PolicyName", global: false },
  "AWS::Events::Rule": { property: "Name", global: false },
  "AWS::Athena::WorkGroup": { property: "Name", global: false },
  "AWS::SNS::Topic": { property: "TopicName", global: false },
  "AWS::SecretsManager::Secret": { property: "Name", global: false },
  "AWS::Scheduler::Schedule": { property: "Name", global: false },
};

function named(found: Deployment, { globalOnly }: { readonly globalOnly: boolean }): readonly string[] {
  return [...found.templates.values()].flatMap(({ Resources }) =>
    Object.values(Resources).flatMap(({ Type, Properties }) => {
      if (Type === "AWS::Budgets::Budget")
        return [`${Type} ${(Properties.Budget as { BudgetName: string }).BudgetName}`];
      if (Type === "AWS::Glue::Database" && !globalOnly)
        return [`${Type} ${(Properties.DatabaseInput as { Name: string }).Name}`];
      const { property, global } = nameOf[Type] ?? {};
      const name = property === undefined ? undefined : Properties?.[property];
      return name === undefined || (globalOnly && !global) ? [] : [`${Type} ${JSON.stringify(name)}`];
    }),
  );
}

function shared(one: readonly string[], other: readonly string[]): readonly string[] {
  return one.filter((name) => other.includes(name));
}

describe("a second Region of the same stage", () => {
  const [here, there] = [deploy(everything), deploy({ ...everything, region: "us-east-1" })];

  it("shares no name of what is known in all Regions: users, dashboard, budget", () => {
    const names = named(here, { globalOnly: true });
    expect(names.map((name) => name.split(" ")[0])).toEqual(
      expect.arrayContaining(["AWS::IAM::User", "AWS::CloudWatch::Dashboard", "AWS::Budgets::Budget"]),
    );
    expect(shared(names, named(there, { globalOnly: true }))).toEqual([]);
  });

  it("shares no user where the Region is only known as it is deployed", () => {
    const anywhere = deploy({ stage: "prod", customerManagedKeys: false });
    expect(named(anywhere, { globalOnly: true })).toContainEqual(expect.stringContaining('"Ref":"AWS::Region"'));
  });

  it("has a user's name that IAM takes, for the longest stage and Region there are", () => {
    const users = named(deploy({ ...own, stage: "a-stage-of-20-letters".slice(0, 20), region: "ap-southeast-7" }), {
      globalOnly: true,
    }).filter((name) => name.startsWith("AWS::IAM::User"));
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    for (const user of users) expect(JSON.parse(user.split(" ")[1] ?? "").length).toBeLessThanOrEqual(64);
    expect(users).toHaveLength(1);
  });
});

describe("a second stage in the same Region", () => {
  it("shares no name at all", () => {
    const [one, other] = [deploy(everything), deploy({ ...everything, stage: "staging" })];
    const names = named(one, { globalOnly: false });
    expect(names.length).toBeGreaterThan(40);
    expect(shared(names, named(other, { globalOnly: false }))).toEqual([]);
  });
});
