/** Who may do what: every grant of every deployment, and the push user's policy as a policy. */
import { describe, expect, it } from "vitest";
import { withoutResource } from "../../infra/constructs/compaction-grants.ts";
import { deployment, resourcesOf, variants } from "./deployment.ts";
import { allows, identityStatements, list, resolveValue, type Statement } from "./policy.ts";

/** Resources with a wildcard, by what they end with; anything else fails. */
const justified: readonly { readonly ends: string; readonly because: string }[] = [
  { ends: "/dead-letters/*", because: "a batch of dead letters is an object of its own" },
  { ends: "/aws/lambda/*", because: "Lambda names what it keeps of a batch it gives up" },
  { ends: ".Arn/*", because: "Data Firehose names its files in the lake bucket" },
  { ends: ".Arn/events/*", because: "Athena reads what landed" },
  { ends: ".Arn/compacted/*", because: "Athena names the files of its tables" },
  { ends: ".Arn/query-results/*", because: "Athena names its answers" },
];

/** Whether AWS defines its actions on no resource, so that there is none to name. */
function knowsNoResource({ Action }: Statement): boolean {
  return list(Action).every((action) => withoutResource.some((known) => known === action));
}

describe.each(Object.keys(variants))("%s", (name) => {
  const grants = identityStatements(deployment(name));

  it("grants no wildcard action", () => {
    expect(grants.length).toBeGreaterThan(3);
    expect(
      grants.flatMap(({ statement }) => list(statement.Action)).filter((action) => String(action).includes("*")),
    ).toEqual([]);
  });

  it("grants no wildcard resource but those that are justified", () => {
    const wild = grants
      .filter(({ statement }) => !knowsNoResource(statement))
      .flatMap(({ kind, statement }) =>
        list(statement.Resource).map((item) => resolveValue(deployment(name), kind, item)),
      )
      .filter((resource) => resource.includes("*"));
    expect(wild.filter((resource) => !justified.some(({ ends }) => resource.endsWith(ends)))).toEqual([]);
  });

  it("attaches no managed policy to a role of its own, and lets only services assume roles", () => {
    for (const { Properties } of resourcesOf(deployment(name), "AWS::IAM::Role")) {
      const document = Properties.AssumeRolePolicyDocument as { Statement: { Principal: object }[] };
      expect(document.Statement.flatMap(({ Principal }) => Object.keys(Principal))).toEqual(["Service"]);
      // The library's own provider that empties a sandbox's buckets is the one exception.
      if (JSON.stringify(Properties).includes("AWSLambdaBasicExecutionRole")) {
        expect(name).toContain("sandbox");
        continue;
      }
      expect(Properties.ManagedPolicyArns).toBeUndefined();
    }
  });
});

function pushUser(name: string, kind: "kinesis-target" | "firehose-target") {
  const found = deployment(name);
  const statements = identityStatements(found)
    .filter((grant) => grant.kind === kind && grant.id.startsWith("PushAccess"))
    .map(({ statement }) => statement);
  const type = kind === "kinesis-target" ? "AWS::Kinesis::Stream" : "AWS::KinesisFirehose::DeliveryStream";
  const [id] = Object.entries(found.templates.get(kind)?.Resources ?? {}).find(([, { Type }]) => Type === type) ?? [];
  const may = (action: string, resource: string, context: Record<string, string> = {}) =>
    allows(found, kind, statements, { action, resource, context });
  return { may, stream: `${kind}/${id}.Arn`, statements };
}

describe("the user Cisco Spaces pushes as, on the kinesis channel", () => {
  const { may, stream } = pushUser("kinesis, production, customer keys", "kinesis-target");
  const key = (() => {
    const found = deployment("kinesis, production, customer keys").templates.get("event-store");
    const [id] = Object.entries(found?.Resources ?? {}).find(([, { Type }]) => Type === "AWS::KMS::Key") ?? [];
    return `event-store/${id}.Arn`;
  })();
  const viaKinesis = { "kms:ViaService": "kinesis.eu-west-1.amazonaws.com" };
  const ofThisStream = { "kms:EncryptionContext:aws:kinesis:arn": stream };

  it("may put one record or many to its stream", () => {
    expect(may("kinesis:PutRecord", stream)).toBe(true);
    expect(may("kinesis:PutRecords", stream)).toBe(true);
  });

  it("may put to no other stream", () => {
    expect(may("kinesis:PutRecord", "arn:aws:kinesis:eu-west-1:111122223333:stream/other")).toBe(false);
    expect(may("kinesis:PutRecord", `${stream}-more`)).toBe(false);
  });

  it.each([
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:DescribeStream",
    "kinesis:DeleteStream",
    "kinesis:MergeShards",
    "firehose:PutRecord",
    "iam:CreateAccessKey",
    "sts:AssumeRole",
    "secretsmanager:GetSecretValue",
    "kms:Decrypt",
  ])("may not %s, not even of its own stream", (action) => {
    expect(may(action, stream, { ...viaKinesis, ...ofThisStream })).toBe(false);
    expect(may(action, key, { ...viaKinesis, ...ofThisStream })).toBe(false);
  });

  it("may have a data key through Kinesis for this stream, and not otherwise", () => {
    expect(may("kms:GenerateDataKey", key, { ...viaKinesis, ...ofThisStream })).toBe(true);
    expect(may("kms:GenerateDataKey", key, viaKinesis)).toBe(false);
    expect(may("kms:GenerateDataKey", key, ofThisStream)).toBe(false);
    expect(may("kms:GenerateDataKey", key, { ...viaKinesis, "kms:EncryptionContext:aws:kinesis:arn": "other" })).toBe(
      false,
    );
  });
});

describe("a push user that may look before it puts", () => {
  const { may, stream } = pushUser("kinesis, production, everything watched", "kinesis-target");

  it("may describe its stream and list its shards, and still may not read it, nor describe another", () => {
    const describing = ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:ListShards"];
    for (const action of describing) {
      expect(may(action, stream)).toBe(true);
      expect(may(action, "arn:aws:kinesis:eu-west-1:111122223333:stream/other")).toBe(false);
    }
    expect(may("kinesis:GetRecords", stream)).toBe(false);
    expect(may("kinesis:GetShardIterator", stream)).toBe(false);
  });
});

describe("the user Cisco Spaces pushes as, on the firehose channel", () => {
  const { may, stream } = pushUser("both channels, sandbox, customer keys, mail", "firehose-target");
  const from = (address: string) => ({ "aws:SourceIp": address });

  it("may put from the addresses that are configured, and from no other", () => {
    expect(may("firehose:PutRecordBatch", stream, from("192.0.2.77"))).toBe(true);
    expect(may("firehose:PutRecord", stream, from("192.0.3.1"))).toBe(false);
    expect(may("firehose:PutRecord", stream)).toBe(false);
  });

  it("may not read or change the delivery stream", () => {
    for (const action of [
      "firehose:DescribeDeliveryStream",
      "firehose:UpdateDestination",
      "firehose:DeleteDeliveryStream",
    ])
      expect(may(action, stream, from("192.0.2.77"))).toBe(false);
  });

  it("needs no key, since Data Firehose encrypts with a grant of its own", () => {
    const { statements } = pushUser("both channels, sandbox, customer keys, mail", "firehose-target");
    expect(statements.flatMap(({ Action }: Statement) => list(Action))).toEqual([
      "firehose:PutRecord",
      "firehose:PutRecordBatch",
    ]);
  });
});

describe("the processor", () => {
  const name = "kinesis, production, customer keys";
  const statements = identityStatements(deployment(name))
    .filter(({ kind, id }) => kind === "kinesis-processor" && id.startsWith("Processor"))
    .map(({ statement }) => statement);
  const arns = Object.fromEntries(
    Object.keys(deployment(name).templates.get("event-store")?.Resources ?? {}).map((id) => [
      id.replace(/[0-9A-F]{8}$/, ""),
      `event-store/${id}.Arn`,
    ]),
  );
  const may = (action: string, resource: string) =>
    allows(deployment(name), "kinesis-processor", statements, { action, resource });

  it("writes history and state, and reads and deletes no history", () => {
    expect(may("dynamodb:BatchWriteItem", arns.Events ?? "")).toBe(true);
    expect(may("dynamodb:PutItem", arns.State ?? "")).toBe(true);
    expect(may("dynamodb:GetItem", arns.State ?? "")).toBe(true);
    for (const action of ["dynamodb:Scan", "dynamodb:Query", "dynamodb:GetItem", "dynamodb:DeleteItem"])
      expect(may(action, arns.Events ?? "")).toBe(false);
  });

  it("writes places, and reads one by its key", () => {
    expect(may("dynamodb:BatchWriteItem", arns.Places ?? "")).toBe(true);
    expect(may("dynamodb:GetItem", arns.Places ?? "")).toBe(true);
    for (const action of ["dynamodb:Scan", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem"])
      expect(may(action, arns.Places ?? "")).toBe(false);
  });

  it("puts dead letters and reads none", () => {
    expect(may("s3:PutObject", `${arns.DeadLetters}/dead-letters/stream/shard/1-2.ndjson`)).toBe(true);
    expect(may("s3:PutObject", `${arns.DeadLetters}/aws/lambda/x`)).toBe(true);
    expect(may("s3:PutObject", `${arns.DeadLetters}/elsewhere`)).toBe(false);
    expect(may("s3:GetObject", `${arns.DeadLetters}/dead-letters/x`)).toBe(false);
    expect(may("s3:DeleteObject", `${arns.DeadLetters}/dead-letters/x`)).toBe(false);
  });
});

describe("the role that compacts the lake", () => {
  const found = deployment("kinesis, production, customer keys");
  const statements = identityStatements(found)
    .filter(({ kind, id }) => kind === "lake" && id.startsWith("CompactionRole"))
    .map(({ statement }) => statement);
  const [bucketId] =
    Object.entries(found.templates.get("lake")?.Resources ?? {}).find(
      ([id, { Type }]) => Type === "AWS::S3::Bucket" && id.startsWith("Lake"),
    ) ?? [];
  const may = (action: string, resource: string) => allows(found, "lake", statements, { action, resource });
  const object = (key: string) => `lake/${bucketId}.Arn/${key}`;

  it("deletes files of its own tables, without which VACUUM leaves what it should remove, and no landing file", () => {
    expect(may("s3:DeleteObject", object("compacted/events_compacted/data/a.parquet"))).toBe(true);
    expect(may("s3:GetObject", object("events/dt=2026-03-02/hour=10/a.parquet"))).toBe(true);
    for (const action of ["s3:DeleteObject", "s3:PutObject"])
      expect(may(action, object("events/dt=2026-03-02/hour=10/a.parquet"))).toBe(false);
  });

  it("changes the tables it keeps and the view, and not the table of landing", () => {
    const table = (name: string) => `arn:aws:glue:eu-west-1:111122223333:table/spaces_prod/${name}`;
    for (const name of ["events_compacted", "compacted_days", "erased_subjects", "events_latest"])
      expect(may("glue:UpdateTable", table(name))).toBe(true);
    expect(may("glue:GetTable", table("events"))).toBe(true);
    expect(may("glue:UpdateTable", table("events"))).toBe(false);
    expect(may("glue:DeleteTable", table("events_compacted"))).toBe(false);
  });
});
