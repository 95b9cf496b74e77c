/** Who may do what: every grant of every deployment, and the questions that matter, put to an IAM simulator. */
import { describe, expect, it } from "vitest";
import { withoutResource } from "../../infra/constructs/compaction-grants.ts";
import { deployment, resourcesOf, variants } from "./deployment.ts";
import { identityStatements, list, resolveValue, type Statement } from "./policy.ts";
import { ACCOUNT, arnIn, identity, REGION, resourceOf } from "./simulate.ts";

/** Resources with a wildcard, by what they end with; anything else fails. */
const justified: readonly { readonly ends: string; readonly because: string }[] = [
  { ends: "/dead-letters/*", because: "a batch of dead letters is an object of its own" },
  { ends: "/aws/lambda/*", because: "Lambda names what it keeps of a batch it gives up" },
  { ends: ".Arn/*", because: "Data Firehose names its files in the lake bucket" },
  { ends: ".Arn/events/*", because: "each batch is a file of the lake of its own, and Athena reads what landed" },
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
      // Lambda's rights to make a function's network interfaces, which the code has not: network.test.ts.
      .filter(({ statement }) => !list(statement.Action).every((action) => String(action).startsWith("ec2:")))
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

const on = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
const names = Object.keys(variants);

/** The stores, streams and keys of a deployment, as ARNs. */
function places(name: string) {
  const found = deployment(name);
  const store = (type: string, id: string) => arnIn(found, "event-store", type, id);
  return {
    key: store("AWS::KMS::Key", "Key"),
    events: store("AWS::DynamoDB::GlobalTable", "Events"),
    state: store("AWS::DynamoDB::GlobalTable", "State"),
    places: store("AWS::DynamoDB::GlobalTable", "Places"),
    deadLetters: store("AWS::S3::Bucket", "DeadLetters"),
    privacyKey: store("AWS::SecretsManager::Secret", "PrivacyKey"),
  };
}

const via = (service: string) => ({ "kms:ViaService": `${service}.${REGION}.amazonaws.com` });

describe.each(names.filter((name) => deployment(name).templates.has("kinesis-target")))(
  "the user Cisco Spaces pushes as, on the kinesis channel of: %s",
  (name) => {
    const found = deployment(name);
    const may = identity(found, "kinesis-target", "User", "PushAccess");
    const stream = arnIn(found, "kinesis-target", "AWS::Kinesis::Stream");
    const secret = arnIn(found, "kinesis-target", "AWS::SecretsManager::Secret");
    const { key, events, deadLetters, privacyKey } = places(name);
    const from = { "aws:SourceIp": "192.0.2.77" };
    const ofThisStream = { "kms:EncryptionContext:aws:kinesis:arn": stream };

    it("may put one record or many to its stream, and to no other", async () => {
      for (const action of ["kinesis:PutRecord", "kinesis:PutRecords"]) {
        expect(await may(action, stream, from)).toBe(true);
        expect(await may(action, `${stream}-more`, from)).toBe(false);
        expect(await may(action, on("kinesis", "stream/other"), from)).toBe(false);
      }
    });

    it("may look at its stream only where that is set, and at no other", async () => {
      const mayDescribe = variants[name]?.pushUserMayDescribe === true;
      for (const action of ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:ListShards"]) {
        expect(await may(action, stream, from)).toBe(mayDescribe);
        expect(await may(action, on("kinesis", "stream/other"), from)).toBe(false);
      }
    });

    it.each([
      ["kinesis:GetRecords", stream],
      ["kinesis:GetShardIterator", stream],
      ["kinesis:SubscribeToShard", `${stream}/consumer/x:1`],
      ["kinesis:DeleteStream", stream],
      ["kinesis:MergeShards", stream],
      ["kinesis:SplitShard", stream],
      ["kinesis:ListStreams", "*"],
      ["firehose:PutRecord", on("firehose", "deliverystream/spaces-prod-packed-rows")],
      ["dynamodb:GetItem", events],
      ["dynamodb:PutItem", events],
      ["s3:GetObject", `${deadLetters}/dead-letters/x`],
      ["s3:PutObject", `${deadLetters}/dead-letters/x`],
      ["secretsmanager:GetSecretValue", secret],
      ["secretsmanager:GetSecretValue", privacyKey],
      ["iam:CreateAccessKey", `arn:aws:iam::${ACCOUNT}:user/spaces-prod-kinesis-push-${REGION}`],
      ["sts:AssumeRole", `arn:aws:iam::${ACCOUNT}:role/any`],
    ])("may not %s of %s", async (action, resource) => {
      expect(await may(action, resource, from)).toBe(false);
    });

    it("may have a data key through Kinesis for this stream, and neither otherwise nor decrypt", async () => {
      const wanted = { ...via("kinesis"), ...ofThisStream };
      expect(await may("kms:GenerateDataKey", key, wanted)).toBe(true);
      expect(await may("kms:GenerateDataKey", key, via("kinesis"))).toBe(false);
      expect(await may("kms:GenerateDataKey", key, ofThisStream)).toBe(false);
      const ofAnother = { "kms:EncryptionContext:aws:kinesis:arn": `${stream}-more` };
      expect(await may("kms:GenerateDataKey", key, { ...via("kinesis"), ...ofAnother })).toBe(false);
      expect(await may("kms:GenerateDataKey", key, { ...via("s3"), ...ofThisStream })).toBe(false);
      expect(await may("kms:Decrypt", key, wanted)).toBe(false);
    });
  },
);

describe("a push user of a stage that names addresses", () => {
  const found = deployment("both channels, sandbox, customer keys, mail");
  const from = (address: string) => ({ "aws:SourceIp": address });

  it.each([
    ["kinesis-target", "AWS::Kinesis::Stream", "kinesis:PutRecords"],
    ["firehose-target", "AWS::KinesisFirehose::DeliveryStream", "firehose:PutRecordBatch"],
  ])("may put from these, and from no other: %s", async (kind, type, action) => {
    const may = identity(found, kind, "User", "PushAccess");
    const stream = arnIn(found, kind, type);
    expect(await may(action, stream, from("192.0.2.77"))).toBe(true);
    expect(await may(action, stream, from("192.0.3.1"))).toBe(false);
    expect(await may(action, stream)).toBe(false);
  });
});

describe.each(names.filter((name) => deployment(name).templates.has("firehose-target")))(
  "the user Cisco Spaces pushes as, on the firehose channel of: %s",
  (name) => {
    const found = deployment(name);
    const may = identity(found, "firehose-target", "User", "PushAccess");
    const stream = arnIn(found, "firehose-target", "AWS::KinesisFirehose::DeliveryStream");
    const from = { "aws:SourceIp": "192.0.2.77" };

    it("may put to its delivery stream, and to no other", async () => {
      for (const action of ["firehose:PutRecord", "firehose:PutRecordBatch"]) {
        expect(await may(action, stream, from)).toBe(true);
        expect(await may(action, `${stream}-more`, from)).toBe(false);
      }
    });

    it("may look at it only where that is set, may not change or delete it, and has no key, since Data Firehose encrypts by a grant", async () => {
      expect(await may("firehose:DescribeDeliveryStream", stream, from)).toBe(
        variants[name]?.pushUserMayDescribe === true,
      );
      for (const action of ["UpdateDestination", "DeleteDeliveryStream"])
        expect(await may(`firehose:${action}`, stream, from)).toBe(false);
      for (const action of ["kms:GenerateDataKey", "kms:Decrypt"])
        for (const service of ["firehose", "kinesis", "s3"])
          expect(await may(action, places(name).key, via(service))).toBe(false);
    });
  },
);

describe.each(names.filter((name) => deployment(name).templates.has("kinesis-processor")))(
  "the processor of: %s",
  (name) => {
    const found = deployment(name);
    const may = identity(found, "kinesis-processor", "Role", "ProcessorRole");
    const stream = arnIn(found, "kinesis-target", "AWS::Kinesis::Stream");
    const { events, state, places: placesTable, deadLetters, privacyKey, key } = places(name);
    const processor = resourceOf(
      found,
      "AWS::Lambda::Function",
      arnIn(found, "kinesis-processor", "AWS::Lambda::Function"),
    );
    const environment = JSON.stringify(processor?.resource.Properties.Environment);

    it("writes history, reads and writes state and places by key, and does nothing else with a table", async () => {
      const tables: Readonly<Record<string, readonly string[]>> = {
        [events]: ["BatchWriteItem"],
        [state]: ["GetItem", "PutItem"],
        [placesTable]: ["BatchWriteItem", "GetItem"],
        [on("dynamodb", "table/other")]: [],
      };
      const asked =
        "BatchWriteItem GetItem PutItem Query Scan DeleteItem UpdateItem BatchGetItem DeleteTable UpdateTable ExportTableToPointInTime";
      for (const [table, granted] of Object.entries(tables))
        for (const action of asked.split(" "))
          expect([table, action, await may(`dynamodb:${action}`, table)]).toEqual([
            table,
            action,
            granted.includes(action),
          ]);
      expect(await may("dynamodb:Query", `${state}/index/by-location`)).toBe(false);
    });

    it("reads its stream and no other, and neither puts into it nor changes it", async () => {
      for (const action of [
        "GetRecords",
        "GetShardIterator",
        "DescribeStream",
        "DescribeStreamSummary",
        "ListShards",
      ]) {
        expect(await may(`kinesis:${action}`, stream)).toBe(true);
        expect(await may(`kinesis:${action}`, `${stream}-more`)).toBe(false);
      }
      for (const action of ["PutRecord", "DeleteStream", "DecreaseStreamRetentionPeriod", "SplitShard"])
        expect(await may(`kinesis:${action}`, stream)).toBe(false);
    });

    it("puts dead letters under their two prefixes, and reads and deletes none", async () => {
      expect(await may("s3:PutObject", `${deadLetters}/dead-letters/stream/shard/1-2.ndjson`)).toBe(true);
      expect(await may("s3:PutObject", `${deadLetters}/aws/lambda/x`)).toBe(true);
      expect(await may("s3:ListBucket", deadLetters)).toBe(true);
      expect(await may("s3:PutObject", `${deadLetters}/elsewhere`)).toBe(false);
      expect(await may("s3:PutObject", "arn:aws:s3:::another-bucket/dead-letters/x")).toBe(false);
      for (const action of ["s3:GetObject", "s3:DeleteObject", "s3:PutObjectAcl"])
        expect(await may(action, `${deadLetters}/dead-letters/x`)).toBe(false);
      for (const action of ["s3:DeleteBucket", "s3:PutBucketPolicy", "s3:PutLifecycleConfiguration"])
        expect(await may(action, deadLetters)).toBe(false);
    });

    it("knows nothing of the lake, which has a function of its own", async () => {
      expect(await may("firehose:PutRecordBatch", on("firehose", "deliverystream/spaces-prod-push-firehose"))).toBe(
        false,
      );
      for (const action of ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"])
        expect(await may(action, "arn:aws:s3:::spaces-lake/events/x")).toBe(false);
    });

    it("reads the pseudonym key where the policy has pseudonyms, and neither changes it nor reads the push key", async () => {
      expect(await may("secretsmanager:GetSecretValue", privacyKey)).toBe(
        environment.includes("PRIVACY_KEY_SECRET_ID"),
      );
      expect(await may("secretsmanager:PutSecretValue", privacyKey)).toBe(false);
      const pushKey = arnIn(found, "kinesis-target", "AWS::SecretsManager::Secret");
      expect(await may("secretsmanager:GetSecretValue", pushKey)).toBe(false);
    });

    it("uses the customer key through the services that hold its data only, and cannot manage it", async () => {
      for (const service of ["kinesis", "dynamodb", "s3"])
        expect(await may("kms:Decrypt", key, via(service))).toBe(true);
      for (const context of [{}, via("firehose"), via("sqs")])
        expect(await may("kms:Decrypt", key, context)).toBe(false);
      expect(await may("kms:GenerateDataKey", key, via("kinesis"))).toBe(false);
      for (const action of ["kms:DisableKey", "kms:ScheduleKeyDeletion", "kms:PutKeyPolicy", "kms:CreateGrant"])
        expect(await may(action, key, via("dynamodb"))).toBe(false);
    });

    it("has no way to more rights", async () => {
      const role = `arn:aws:iam::${ACCOUNT}:role/any`;
      for (const action of ["iam:PassRole", "iam:PutRolePolicy", "sts:AssumeRole"])
        expect(await may(action, role)).toBe(false);
      expect(await may("lambda:UpdateFunctionCode", on("lambda", "function:spaces-prod-kinesis-processor"))).toBe(
        false,
      );
    });
  },
);

describe("the transform", () => {
  const alone = "both channels, production, AWS keys";
  const writing = "both channels, sandbox, customer keys, mail";

  it.each([
    [alone, false],
    [writing, true],
  ])("writes tables only where it is told to: %s", async (name, writes) => {
    const may = identity(deployment(name), "firehose-target", "Role", "TransformRole");
    const { events, state, deadLetters, privacyKey } = places(name);
    expect(await may("dynamodb:BatchWriteItem", events)).toBe(writes);
    expect(await may("dynamodb:PutItem", state)).toBe(writes);
    expect(await may("dynamodb:Scan", state)).toBe(false);
    expect(await may("s3:PutObject", `${deadLetters}/dead-letters/x`)).toBe(false);
    expect(await may("secretsmanager:GetSecretValue", privacyKey)).toBe(true);
  });
});

describe("the delivery into the lake", () => {
  const found = deployment("both channels, sandbox, customer keys, mail");
  const may = identity(found, "firehose-target", "Role", "DeliveryRole");
  const bucket = arnIn(found, "lake", "AWS::S3::Bucket", "Lake");

  it("puts files into the lake and deletes none, reads the table's columns and changes no table", async () => {
    expect(await may("s3:PutObject", `${bucket}/events/dt=2026-01-01/x`)).toBe(true);
    expect(await may("s3:DeleteObject", `${bucket}/events/dt=2026-01-01/x`)).toBe(false);
    expect(await may("s3:PutObject", `${places("both channels, sandbox, customer keys, mail").deadLetters}/x`)).toBe(
      false,
    );
    expect(await may("glue:GetTableVersions", on("glue", "table/spaces_dev/events"))).toBe(true);
    expect(await may("glue:UpdateTable", on("glue", "table/spaces_dev/events"))).toBe(false);
    expect(await may("glue:GetTableVersions", on("glue", "table/other/events"))).toBe(false);
  });
});

describe("the look at the age of the push keys", () => {
  const name = "kinesis, production, customer keys";
  const may = identity(deployment(name), "operations", "Role", "KeyAgeFunctionRole");
  const user = `arn:aws:iam::${ACCOUNT}:user/spaces-prod-kinesis-push-${REGION}`;

  it("lists the keys of its users, and makes, deletes and reads none", async () => {
    expect(await may("iam:ListAccessKeys", user)).toBe(true);
    expect(await may("iam:ListAccessKeys", `arn:aws:iam::${ACCOUNT}:user/admin`)).toBe(false);
    for (const action of ["iam:CreateAccessKey", "iam:DeleteAccessKey", "iam:UpdateAccessKey"])
      expect(await may(action, user)).toBe(false);
  });
});

describe("the lake's function", () => {
  const name = "kinesis, production, customer keys";
  const found = deployment(name);
  const may = identity(found, "kinesis-lake", "Role", "Writer");
  const lake = arnIn(found, "lake", "AWS::S3::Bucket", "Lake");
  const { deadLetters } = places(name);

  it("puts files of the table into the lake, and neither reads, deletes nor puts elsewhere", async () => {
    const file = `${lake}/events/dt=2026-03-01/hour=23/stream-shard-1-2.parquet`;
    expect(await may("s3:PutObject", file)).toBe(true);
    expect(await may("s3:PutObject", `${lake}/query-results/x`)).toBe(false);
    for (const action of ["s3:GetObject", "s3:DeleteObject"]) expect(await may(action, file)).toBe(false);
    expect(await may("s3:ListBucket", lake)).toBe(false);
  });

  it("puts what is given up, and no dead letter, since the tables' function keeps those", async () => {
    expect(await may("s3:PutObject", `${deadLetters}/aws/lambda/x`)).toBe(true);
    expect(await may("s3:PutObject", `${deadLetters}/dead-letters/x`)).toBe(false);
  });

  it("knows nothing of the tables", async () => {
    const { events, state, places: ofPlaces } = places(name);
    for (const table of [events, state, ofPlaces])
      for (const action of ["dynamodb:PutItem", "dynamodb:BatchWriteItem", "dynamodb:GetItem"])
        expect(await may(action, table)).toBe(false);
  });
});

describe("the role that compacts the lake", () => {
  const found = deployment("kinesis, production, customer keys");
  const may = identity(found, "lake", "Role", "CompactionRole");
  const object = (key: string) => `${arnIn(found, "lake", "AWS::S3::Bucket", "Lake")}/${key}`;

  it("deletes files of its own tables, without which VACUUM leaves what it should remove, and no landing file", async () => {
    expect(await may("s3:DeleteObject", object("compacted/events_compacted/data/a.parquet"))).toBe(true);
    expect(await may("s3:GetObject", object("events/dt=2026-03-02/hour=10/a.parquet"))).toBe(true);
    for (const action of ["s3:DeleteObject", "s3:PutObject"])
      expect(await may(action, object("events/dt=2026-03-02/hour=10/a.parquet"))).toBe(false);
  });

  it("changes the tables it keeps and the view, and not the table of landing", async () => {
    const table = (name: string) => `arn:aws:glue:${REGION}:${ACCOUNT}:table/spaces_prod/${name}`;
    for (const name of ["events_compacted", "compacted_days", "erased_subjects", "events_latest"])
      expect(await may("glue:UpdateTable", table(name))).toBe(true);
    expect(await may("glue:GetTable", table("events"))).toBe(true);
    expect(await may("glue:UpdateTable", table("events"))).toBe(false);
    expect(await may("glue:DeleteTable", table("events_compacted"))).toBe(false);
  });
});
