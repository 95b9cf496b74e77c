/** Who may do what: every grant of every deployment, and the push user's policy as a policy. */
import { describe, expect, it } from "vitest";
import { deployment, resourcesOf, variants } from "./deployment.ts";
import { allows, identityStatements, list, resolveValue, type Statement } from "./policy.ts";

/** Resources with a wildcard, by what they end with; anything else fails. */
const justified: readonly { readonly ends: string; readonly because: string }[] = [
  { ends: "/dead-letters/*", because: "a batch of dead letters is an object of its own" },
  { ends: "/aws/lambda/*", because: "Lambda names what it keeps of a batch it gives up" },
  { ends: ".Arn/events/*", because: "each batch is a file of the lake of its own" },
  { ends: ".Arn/*", because: "Data Firehose names its files in the lake bucket" },
];

describe.each(Object.keys(variants))("%s", (name) => {
  const grants = identityStatements(deployment(name));

  it("grants no wildcard action", () => {
    expect(grants.length).toBeGreaterThan(3);
    expect(
      grants.flatMap(({ statement }) => list(statement.Action)).filter((action) => String(action).includes("*")),
    ).toEqual([]);
  });

  it("grants no wildcard resource but the four that are justified", () => {
    const wild = grants
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

describe("the lake's function", () => {
  const name = "kinesis, production, customer keys";
  const found = deployment(name);
  const statements = identityStatements(found)
    .filter(({ kind, id }) => kind === "kinesis-lake" && id.startsWith("Writer"))
    .map(({ statement }) => statement);
  const arnOf = (kind: string, id: RegExp, type: string) => {
    const [key] =
      Object.entries(found.templates.get(kind)?.Resources ?? {}).find(
        ([logicalId, { Type }]) => Type === type && id.test(logicalId),
      ) ?? [];
    return `${kind}/${key}.Arn`;
  };
  const lake = arnOf("lake", /^Lake[0-9A-F]{8}$/, "AWS::S3::Bucket");
  const deadLetters = arnOf("event-store", /^DeadLetters[0-9A-F]{8}$/, "AWS::S3::Bucket");
  const may = (action: string, resource: string) => allows(found, "kinesis-lake", statements, { action, resource });

  it("puts files of the table into the lake, and neither reads, deletes nor puts elsewhere", () => {
    const file = `${lake}/events/dt=2026-03-01/hour=23/stream-shard-1-2.parquet`;
    expect(may("s3:PutObject", file)).toBe(true);
    expect(may("s3:PutObject", `${lake}/query-results/x`)).toBe(false);
    for (const action of ["s3:GetObject", "s3:DeleteObject", "s3:ListBucket"]) expect(may(action, file)).toBe(false);
  });

  it("puts what is given up, and no dead letter, since the tables' function keeps those", () => {
    expect(may("s3:PutObject", `${deadLetters}/aws/lambda/x`)).toBe(true);
    expect(may("s3:PutObject", `${deadLetters}/dead-letters/x`)).toBe(false);
  });

  it("knows nothing of the tables", () => {
    expect(
      statements.flatMap(({ Action }) => list(Action)).filter((one) => String(one).startsWith("dynamodb:")),
    ).toEqual([]);
    expect(may("dynamodb:PutItem", arnOf("event-store", /^State/, "AWS::DynamoDB::GlobalTable"))).toBe(false);
  });
});
