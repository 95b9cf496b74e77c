/** Whatever rings is heard: from the alarm to its action, the topic's policy and the policy of the key the topic has. */
import { describe, expect, it } from "vitest";
import { type Deployment, deployment, resourcesOf, variants } from "./deployment.ts";
import { ACCOUNT, concrete, letsService, REGION, resourceOf } from "./simulate.ts";

/** Something that publishes to a topic, and what AWS says of the request it makes. */
interface Ringer {
  readonly name: string;
  readonly service: string;
  readonly topic: string;
  readonly context: Readonly<Record<string, string>>;
  /** What the request to KMS carries; EventBridge says nothing of itself there. */
  readonly keyContext: Readonly<Record<string, string>>;
}

function alarms(found: Deployment): readonly Ringer[] {
  return resourcesOf(found, "AWS::CloudWatch::Alarm").flatMap(({ Properties }) => {
    const name = String(Properties.AlarmName);
    const context = {
      "aws:SourceAccount": ACCOUNT,
      "aws:SourceArn": `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${name}`,
      "aws:SecureTransport": "true",
    };
    return (Properties.AlarmActions as unknown[]).map((action) => ({
      name,
      service: "cloudwatch.amazonaws.com",
      topic: String(concrete(found, "operations", action)),
      context,
      keyContext: context,
    }));
  });
}

/** EventBridge says in its requests neither the account nor, to KMS, anything else. */
function rules(found: Deployment): readonly Ringer[] {
  return resourcesOf(found, "AWS::Events::Rule").flatMap(({ Properties }) =>
    (Properties.Targets as { Arn: unknown }[])
      .map(({ Arn }) => String(concrete(found, "operations", Arn)))
      .filter((arn) => arn.startsWith("arn:aws:sns:"))
      .map((topic) => ({
        name: String(Properties.Name),
        service: "events.amazonaws.com",
        topic,
        context: { "aws:SecureTransport": "true" },
        keyContext: {},
      })),
  );
}

function budgets(found: Deployment): readonly Ringer[] {
  return resourcesOf(found, "AWS::Budgets::Budget").flatMap(({ Properties }) => {
    const name = String((Properties.Budget as { BudgetName: unknown }).BudgetName);
    const context = {
      "aws:SourceAccount": ACCOUNT,
      "aws:SourceArn": `arn:aws:budgets::${ACCOUNT}:budget/${name}`,
      "aws:SecureTransport": "true",
    };
    return (Properties.NotificationsWithSubscribers as { Subscribers: { Address: unknown }[] }[])
      .flatMap(({ Subscribers }) => Subscribers)
      .map(({ Address }) => ({
        name,
        service: "budgets.amazonaws.com",
        topic: String(concrete(found, "operations", Address)),
        context,
        keyContext: context,
      }));
  });
}

function ringersOf(found: Deployment): readonly Ringer[] {
  return [...alarms(found), ...rules(found), ...budgets(found)];
}

function topicPolicy(found: Deployment, topic: string): unknown {
  const statements = resourcesOf(found, "AWS::SNS::TopicPolicy")
    .map(({ Properties }) => concrete(found, "operations", Properties) as { Topics: string[]; PolicyDocument: object })
    .filter(({ Topics }) => Topics.includes(topic));
  expect(statements).toHaveLength(1);
  return statements[0]?.PolicyDocument;
}

function keyOf(found: Deployment, topic: string) {
  const { resource } = resourceOf(found, "AWS::SNS::Topic", topic) ?? {};
  const arn = String(concrete(found, "operations", resource?.Properties.KmsMasterKeyId));
  const key = resourceOf(found, "AWS::KMS::Key", arn);
  return { arn, key, policy: concrete(found, key?.kind ?? "", key?.resource.Properties.KeyPolicy) };
}

const names = Object.keys(variants);
const withOwnTopic = names.filter((name) => variants[name]?.alarms?.topicArn === undefined);

describe.each(withOwnTopic)("%s", (name) => {
  const found = deployment(name);
  const ringers = ringersOf(found);

  it("lets everything that rings publish to the topic, and use its key", async () => {
    expect(ringers.length).toBeGreaterThan(6);
    for (const { service, topic, context, keyContext } of ringers) {
      const { arn, policy } = keyOf(found, topic);
      const publish = { service, action: "sns:Publish", resource: topic, context };
      expect(await letsService(topicPolicy(found, topic), publish)).toBe(true);
      for (const action of ["kms:Decrypt", "kms:GenerateDataKey"])
        expect(await letsService(policy, { service, action, resource: arn, context: keyContext })).toBe(true);
    }
  });

  it("lets nobody else publish: no other account's alarm, no other service, nobody without TLS", async () => {
    const [{ topic = "", context = {} } = {}] = ringers;
    const policy = topicPolicy(found, topic);
    const service = "cloudwatch.amazonaws.com";
    const publish = { service, action: "sns:Publish", resource: topic };
    const foreign = { ...context, "aws:SourceAccount": "999988887777" };
    expect(await letsService(policy, { ...publish, context: foreign })).toBe(false);
    expect(await letsService(policy, { ...publish, service: "s3.amazonaws.com", context })).toBe(false);
    expect(await letsService(policy, { ...publish, context: { ...context, "aws:SecureTransport": "false" } })).toBe(
      false,
    );
    const { arn, policy: keyPolicy } = keyOf(found, topic);
    expect(await letsService(keyPolicy, { service, action: "kms:Decrypt", resource: arn, context: foreign })).toBe(
      false,
    );
  });

  it("encrypts the topic with a key that holds nothing else, so that an alarm outlives the data's key", () => {
    const { key } = keyOf(found, ringers[0]?.topic ?? "");
    expect(key?.kind).toBe("operations");
    const users = Object.entries(found.templates.get("operations")?.Resources ?? {})
      .filter(([id, { Properties }]) => id !== key?.id && JSON.stringify(Properties ?? {}).includes(`"${key?.id}"`))
      .map(([, { Type }]) => Type);
    expect(users).toEqual(["AWS::SNS::Topic"]);
    for (const [kind, { Outputs }] of found.templates)
      if (kind === "operations") expect(JSON.stringify(Outputs)).not.toContain(key?.id);
  });
});

describe("a topic that was given", () => {
  it("is where every alarm goes, and its policy is its owner's", () => {
    const found = deployment("kinesis, an existing topic, no pseudonyms");
    expect(new Set(ringersOf(found).map(({ topic }) => topic))).toEqual(
      new Set(["arn:aws:sns:eu-west-1:111122223333:oncall"]),
    );
    expect(resourcesOf(found, "AWS::SNS::TopicPolicy")).toEqual([]);
  });
});

describe("the dashboard", () => {
  it.each(names)("shows every alarm in its first row: %s", (name) => {
    const found = deployment(name);
    const [dashboard] = resourcesOf(found, "AWS::CloudWatch::Dashboard");
    const body = JSON.parse(String(concrete(found, "operations", dashboard?.Properties.DashboardBody))) as {
      widgets: { type: string; y: number; properties: { alarms?: string[] } }[];
    };
    const [first] = body.widgets.filter(({ type }) => type !== "text").sort((one, other) => one.y - other.y);
    const ids = Object.entries(found.templates.get("operations")?.Resources ?? {})
      .filter(([, { Type }]) => Type === "AWS::CloudWatch::Alarm")
      .map(([id]) => concrete(found, "operations", { "Fn::GetAtt": [id, "Arn"] }));
    expect(first?.type).toBe("alarm");
    expect([...(first?.properties.alarms ?? [])].sort()).toEqual(ids.sort());
  });
});
