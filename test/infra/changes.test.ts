/** Any configuration may follow any other: deployed in place, and nothing that holds data is replaced or deleted. */
import { describe, expect, it } from "vitest";
import type { SpacesConfigInput } from "../../infra/config/spaces-config.ts";
import { type Deployment, deploy, own, type Resource, variants } from "./deployment.ts";
import { identityStatements } from "./policy.ts";

/** One stage in one place whose data is for good: what differs is the configuration alone. */
function settled(input: SpacesConfigInput): SpacesConfigInput {
  return { ...input, ...own, removalPolicy: "retain" };
}

const single: Readonly<Record<string, SpacesConfigInput>> = {
  "AWS keys": { ...own, customerManagedKeys: false },
  "no lake": { ...own, lake: { enabled: false } },
  "lake not written": { ...own, channels: { kinesis: { writeLake: false } } },
  "both channels": { ...own, channels: { firehose: { enabled: true } } },
  "shards, a day, a push user that may look": {
    ...own,
    channels: { kinesis: { shards: 8, retentionDays: 1 } },
    pushUserMayDescribe: true,
  },
};

const deployments: ReadonlyMap<string, Deployment> = new Map(
  Object.entries({ ...variants, ...single }).map(([name, input]) => [name, deploy(settled(input))]),
);

/**
 * What holds data or is pasted somewhere, and the properties whose change makes CloudFormation replace it:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
const stateful: Readonly<Record<string, readonly string[]>> = {
  "AWS::DynamoDB::GlobalTable": ["TableName", "KeySchema", "LocalSecondaryIndexes"],
  "AWS::S3::Bucket": ["BucketName"],
  "AWS::Kinesis::Stream": ["Name"],
  "AWS::KinesisFirehose::DeliveryStream": [
    "DeliveryStreamName",
    "DeliveryStreamType",
    "KinesisStreamSourceConfiguration",
    "MSKSourceConfiguration",
  ],
  "AWS::KMS::Key": ["KeySpec", "KeyUsage", "MultiRegion", "Origin"],
  // The second and the third are not replaced but given another value, which is as bad.
  "AWS::SecretsManager::Secret": ["Name", "GenerateSecretString", "SecretString"],
  "AWS::IAM::User": ["UserName"],
  "AWS::IAM::AccessKey": ["UserName", "Serial"],
  "AWS::Glue::Database": ["CatalogId", "DatabaseName"],
  "AWS::Glue::Table": ["CatalogId", "DatabaseName"],
  "AWS::Athena::WorkGroup": ["Name"],
};

/** Properties that name a resource for the whole account or Region. */
const nameProperties = [
  "TableName",
  "BucketName",
  "Name",
  "DeliveryStreamName",
  "UserName",
  "LogGroupName",
  "AliasName",
  "FunctionName",
  "RoleName",
];

/** What encrypted a notice that was delivered at once has nothing to keep. */
const nothingToKeep = (kind: string, { Type }: Resource) => kind === "operations" && Type === "AWS::KMS::Key";

/** What CloudFormation would do to the stacks that are in both; a stack that is in `before` alone is left as it is. */
function harm(before: Deployment, after: Deployment): readonly string[] {
  return [...after.templates].flatMap(([kind, { Resources }]) => {
    const earlier = before.templates.get(kind)?.Resources ?? {};
    return Object.entries(earlier).flatMap(([id, resource]) => {
      const later = Resources[id];
      const what = `${kind}/${id} (${resource.Type})`;
      if (later === undefined) return dropped(kind, resource).map((how) => `${what} ${how}`);
      return (stateful[resource.Type] ?? [])
        .filter((name) => JSON.stringify(resource.Properties?.[name]) !== JSON.stringify(later.Properties?.[name]))
        .map((name) => `${what} changes ${name}`);
    });
  });
}

function dropped(kind: string, resource: Resource): readonly string[] {
  const kept = resource.DeletionPolicy === "Retain";
  const name = nameProperties.find((property) => typeof resource.Properties?.[property] === "string");
  if (kept && name !== undefined) return [`stays behind, and its ${name} is taken when it comes back`];
  if (kept || stateful[resource.Type] === undefined || nothingToKeep(kind, resource)) return [];
  return ["is deleted"];
}

/** Exports by name, as text. */
function exportsOf({ templates }: Deployment): ReadonlyMap<string, string> {
  return new Map(
    [...templates.values()].flatMap(({ Outputs }) =>
      Object.values(Outputs ?? {}).flatMap(({ Export, Value }) =>
        Export === undefined ? [] : [[Export.Name, JSON.stringify(Value)] as const],
      ),
    ),
  );
}

/** Exports of stacks that are deployed anew which change or go while a stack that is deployed uses them. */
function brokenExports(before: Deployment, after: Deployment): readonly string[] {
  const [earlier, later] = [exportsOf(before), exportsOf(after)];
  const used = [...before.templates.values()].flatMap((template) =>
    [...JSON.stringify(template).matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(([, name]) => String(name)),
  );
  const redeployed = [...after.templates.keys()].map((kind) => `spaces-${own.stage}-${kind}:`);
  return [...new Set(used)].filter(
    (name) => redeployed.some((stack) => name.startsWith(stack)) && later.get(name) !== earlier.get(name),
  );
}

const names = [...deployments.keys()];
const pairs = names.flatMap((one) => names.filter((other) => other !== one).map((other) => [one, other] as const));
const found = (name: string) => deployments.get(name) as Deployment;

describe("a change of configuration", () => {
  it("is looked at in both directions, for every pair of variants", () => {
    expect(pairs.length).toBe(names.length * (names.length - 1));
    expect(names.length).toBeGreaterThan(11);
  });

  it.each(pairs)("replaces and deletes nothing that holds data: from %s to %s", (one, other) => {
    expect(harm(found(one), found(other))).toEqual([]);
  });

  it.each(pairs)("takes no export away that is in use: from %s to %s", (one, other) => {
    expect(brokenExports(found(one), found(other))).toEqual([]);
  });
});

interface KeyStatement {
  readonly Principal: { readonly Service?: unknown };
  readonly Condition?: unknown;
}

describe("customer keys on or off", () => {
  it("change nobody's rights: the grants are there before the switch, and after it for what is still encrypted", () => {
    const grants = (name: string) =>
      identityStatements(found(name)).map(({ kind, id, statement }) => `${kind}/${id} ${JSON.stringify(statement)}`);
    expect(grants("AWS keys")).toEqual(grants("kinesis, production, customer keys"));
    const keyPolicy = (name: string) =>
      Object.values(found(name).templates.get("event-store")?.Resources ?? {})
        .filter(({ Type }) => Type === "AWS::KMS::Key")
        .flatMap(({ Properties }) => (Properties.KeyPolicy as { Statement: KeyStatement[] }).Statement)
        // The library adds what the account, which may do everything already, may do through Secrets Manager.
        .filter(({ Principal, Condition }) => Principal.Service !== undefined || Condition === undefined);
    expect(keyPolicy("AWS keys")).toHaveLength(2);
    expect(keyPolicy("AWS keys")).toEqual(keyPolicy("kinesis, production, customer keys"));
  });
});

function mappings(name: string, kind: string) {
  return Object.values(found(name).templates.get(kind)?.Resources ?? {})
    .filter(({ Type }) => Type === "AWS::Lambda::EventSourceMapping")
    .map(({ Properties }) => Properties);
}

describe("the lake no longer written by the Kinesis channel", () => {
  it("stops its consumer where it is, in place, and none of the tables'", () => {
    expect(mappings("lake not written", "kinesis-lake")).toMatchObject([{ Enabled: false }]);
    expect(mappings("lake not written", "kinesis-processor")).toMatchObject([{ Enabled: true }]);
  });
});

describe("the Firehose channel switched on beside the other", () => {
  it("leaves the lake and the tables as they are fed, until one is told not to", () => {
    const environment = (kind: string) =>
      Object.values(found("both channels").templates.get(kind)?.Resources ?? {})
        .filter(({ Type, Properties }) => Type === "AWS::Lambda::Function" && Properties.FunctionName !== undefined)
        .map(({ Properties }) => (Properties.Environment as { Variables: Record<string, unknown> }).Variables);
    expect(environment("kinesis-lake")[0]).toHaveProperty("LAKE_BUCKET");
    expect(mappings("both channels", "kinesis-lake")).toMatchObject([{ Enabled: true }]);
    expect(environment("firehose-target")[0]).toMatchObject({ WRITE_TABLES: "true" });
  });
});

describe("delivery streams", () => {
  it.each(names)("outlive their stack with the role they deliver by: %s", (name) => {
    for (const { Resources } of found(name).templates.values()) {
      for (const { Type, Properties, DeletionPolicy } of Object.values(Resources)) {
        if (Type !== "AWS::KinesisFirehose::DeliveryStream") continue;
        expect(DeletionPolicy).toBe("Retain");
        const { RoleARN } = Properties.ExtendedS3DestinationConfiguration as { RoleARN: { "Fn::GetAtt": string[] } };
        expect(Resources[RoleARN["Fn::GetAtt"][0] ?? ""]?.DeletionPolicy).toBe("Retain");
      }
    }
  });
});
