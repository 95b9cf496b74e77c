/** What matters in the templates: encryption, retention, retry rules, outputs. */
import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { namedQueries } from "../../functions/athena/queries.ts";
import { eventsTable, placesTable, stateTable } from "../../functions/dynamodb/tables.ts";
import { deployment, resourcesOf, variants } from "./deployment.ts";

const first = "kinesis, production, customer keys";
const awsKeys = "both channels, production, AWS keys";
const sandbox = "both channels, sandbox, customer keys, mail";

describe("the tables", () => {
  const template = deployment(first).template("event-store");

  it.each([
    ["spaces-prod-events", eventsTable],
    ["spaces-prod-state", stateTable],
    ["spaces-prod-places", placesTable],
  ])(
    "%s is what the local run has, with deletion protection and TTL, and recovery where no lake has a copy",
    (TableName, { key, indexes, ttlAttribute }) => {
      const schema = ({ partition, sort }: typeof key) => [
        { AttributeName: partition, KeyType: "HASH" },
        { AttributeName: sort, KeyType: "RANGE" },
      ];
      template.hasResourceProperties("AWS::DynamoDB::GlobalTable", {
        TableName,
        KeySchema: schema(key),
        BillingMode: "PAY_PER_REQUEST",
        TimeToLiveSpecification:
          ttlAttribute === undefined ? Match.absent() : { AttributeName: ttlAttribute, Enabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: "KMS" },
        Replicas: [
          Match.objectLike({
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: TableName !== "spaces-prod-events" },
            SSESpecification: { KMSMasterKeyId: Match.anyValue() },
          }),
        ],
        ...(indexes.length > 0 && {
          GlobalSecondaryIndexes: indexes.map((index) =>
            Match.objectLike({
              IndexName: index.name,
              KeySchema: schema(index.key),
              Projection: { ProjectionType: "KEYS_ONLY" },
            }),
          ),
        }),
      });
    },
  );
});

describe.each(Object.keys(variants))("%s", (name) => {
  const hasKeys = variants[name]?.customerManagedKeys !== false;

  it("has only buckets that are private, encrypted, TLS only and cleaned up", () => {
    const buckets = resourcesOf(deployment(name), "AWS::S3::Bucket");
    expect(buckets.length).toBeGreaterThan(1);
    for (const { Properties } of buckets) {
      expect(Properties).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: expect.anything() }] },
        LifecycleConfiguration: { Rules: expect.any(Array) },
      });
    }
    const policies = JSON.stringify(
      resourcesOf(deployment(name), "AWS::S3::BucketPolicy").map(({ Properties }) => Properties),
    );
    expect(policies.split('"aws:SecureTransport":"false"').length - 1).toBe(buckets.length);
  });

  it("has only log groups with a retention", () => {
    const groups = resourcesOf(deployment(name), "AWS::Logs::LogGroup");
    expect(groups.length).toBeGreaterThan(0);
    for (const { Properties } of groups) {
      expect(Properties.RetentionInDays).toBe(30);
      // What CloudTrail saw of the push key is to be read when the customer key is gone, too.
      const survivesTheKey = String(Properties.LogGroupName).startsWith("/aws/events/");
      expect(Properties.KmsKeyId !== undefined).toBe(hasKeys && !survivesTheKey);
    }
  });

  it("has functions of one runtime and architecture, with the log group declared here", () => {
    for (const { Properties } of resourcesOf(deployment(name), "AWS::Lambda::Function")) {
      // What has no name is the library's own, which empties a sandbox's buckets.
      if (Properties.FunctionName === undefined) continue;
      expect(Properties).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        LoggingConfig: { LogFormat: "JSON", LogGroup: expect.anything() },
      });
    }
  });

  it("encrypts streams with the customer's key exactly where it is asked for", () => {
    for (const { Properties } of resourcesOf(deployment(name), "AWS::Kinesis::Stream")) {
      const { KeyId } = Properties.StreamEncryption as { KeyId: unknown };
      expect(KeyId === "alias/aws/kinesis").toBe(!hasKeys);
    }
    for (const { Properties } of resourcesOf(deployment(name), "AWS::KinesisFirehose::DeliveryStream")) {
      expect(Properties.DeliveryStreamEncryptionConfigurationInput).toMatchObject({
        KeyType: hasKeys ? "CUSTOMER_MANAGED_CMK" : "AWS_OWNED_CMK",
      });
    }
  });

  it("never shows a secret key in an output", () => {
    for (const { Outputs } of deployment(name).templates.values())
      for (const { Value } of Object.values(Outputs ?? {}))
        expect(JSON.stringify(Value)).not.toContain("SecretAccessKey");
  });
});

describe("the capacity of the tables", () => {
  const table = (name: string, TableName: string) =>
    resourcesOf(deployment(name), "AWS::DynamoDB::GlobalTable").find(
      ({ Properties }) => Properties.TableName === TableName,
    )?.Properties;

  it("is on demand without bounds by default", () => {
    for (const name of ["spaces-prod-events", "spaces-prod-state", "spaces-prod-places"]) {
      const properties = table(first, name);
      expect(properties).toMatchObject({ BillingMode: "PAY_PER_REQUEST" });
      expect(properties).not.toHaveProperty("WriteOnDemandThroughputSettings");
      expect(properties).not.toHaveProperty("WarmThroughput");
    }
  });

  it("has the greatest and the warm throughput that are asked for, the index, too", () => {
    const name = "kinesis, an existing topic, no pseudonyms";
    for (const TableName of ["spaces-prod-events", "spaces-prod-state"])
      expect(table(name, TableName)).toMatchObject({
        BillingMode: "PAY_PER_REQUEST",
        WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: 20_000 },
        Replicas: [{ ReadOnDemandThroughputSettings: { MaxReadRequestUnits: 5_000 } }],
        WarmThroughput: { WriteUnitsPerSecond: 8_000 },
      });
    expect(table(name, "spaces-prod-state")?.GlobalSecondaryIndexes).toMatchObject([
      { WarmThroughput: { WriteUnitsPerSecond: 8_000 } },
    ]);
    expect(table(name, "spaces-prod-places")).not.toHaveProperty("WarmThroughput");
  });

  it("is provisioned and scales within its bounds where that is asked for, the index, too", () => {
    const name = "kinesis, provisioned tables, recovery of all";
    const scaling = (MinCapacity: number, MaxCapacity: number) => ({
      MinCapacity,
      MaxCapacity,
      SeedCapacity: MinCapacity,
      TargetTrackingScalingPolicyConfiguration: { TargetValue: 70 },
    });
    const writes = { WriteCapacityAutoScalingSettings: scaling(500, 4_000) };
    for (const TableName of ["spaces-prod-events", "spaces-prod-state"])
      expect(table(name, TableName)).toMatchObject({
        BillingMode: "PROVISIONED",
        WriteProvisionedThroughputSettings: writes,
        Replicas: [{ ReadProvisionedThroughputSettings: { ReadCapacityAutoScalingSettings: scaling(200, 1_000) } }],
      });
    expect(table(name, "spaces-prod-state")?.GlobalSecondaryIndexes).toMatchObject([
      { WriteProvisionedThroughputSettings: writes },
    ]);
    expect(table(name, "spaces-prod-places")).toMatchObject({ BillingMode: "PAY_PER_REQUEST" });
  });
});

describe("the recovery of the tables", () => {
  const recovery = (name: string) =>
    resourcesOf(deployment(name), "AWS::DynamoDB::GlobalTable").map(({ Properties }) => {
      const [replica] = Properties.Replicas as { PointInTimeRecoverySpecification: object }[];
      return replica?.PointInTimeRecoverySpecification;
    });
  const on = { PointInTimeRecoveryEnabled: true };

  it.each(["kinesis without lake, shards, no Region", "kinesis, provisioned tables, recovery of all"])(
    "is of all three: %s",
    (name) => {
      expect(recovery(name)).toMatchObject([on, on, on]);
    },
  );

  it("leaves the history to the lake by default", () => {
    expect(recovery(first)).toMatchObject([{ PointInTimeRecoveryEnabled: false }, on, on]);
  });
});

describe("the mapping of the stream", () => {
  const template = deployment(first).template("kinesis-processor");

  it("answers for each record, bisects, gives up in time and keeps what it gives up", () => {
    template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      StartingPosition: "TRIM_HORIZON",
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: 86_400,
      BatchSize: 10_000,
      MaximumBatchingWindowInSeconds: 5,
      ParallelizationFactor: 1,
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
      MetricsConfig: { Metrics: ["EventCount"] },
    });
  });
});

describe("the lake's function", () => {
  const template = deployment(first).template("kinesis-lake");

  it("is the other file of the same code, called by the same rules for a minute's events at a time", () => {
    template.hasResourceProperties("AWS::Lambda::Function", {
      FunctionName: "spaces-prod-kinesis-lake",
      Handler: "lake.handler",
    });
    template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      StartingPosition: "TRIM_HORIZON",
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: 86_400,
      BatchSize: 10_000,
      MaximumBatchingWindowInSeconds: 60,
      ParallelizationFactor: 1,
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
      MetricsConfig: { Metrics: ["EventCount"] },
    });
    const code = (kind: string) =>
      Object.values(deployment(first).template(kind).findResources("AWS::Lambda::Function"))[0]?.Properties.Code;
    expect(code("kinesis-lake")).toEqual(code("kinesis-processor"));
  });

  it("is there with lake and Kinesis channel, and not without one of them", () => {
    const has = (name: string) => deployment(name).templates.has("kinesis-lake");
    expect(has("kinesis without lake, shards, no Region")).toBe(false);
    expect(has("firehose alone, production, customer keys")).toBe(false);
    expect(has(sandbox)).toBe(true);
  });
});

describe("the age at which a record is given up", () => {
  it.each(Object.keys(variants))("is the only bound, and less than what the stream keeps: %s", (name) => {
    const [stream] = resourcesOf(deployment(name), "AWS::Kinesis::Stream");
    for (const { Properties } of resourcesOf(deployment(name), "AWS::Lambda::EventSourceMapping")) {
      // -1: no number of attempts ends before the age does.
      expect(Properties.MaximumRetryAttempts).toBe(-1);
      const retentionSeconds = Number(stream?.Properties.RetentionPeriodHours) * 3_600;
      expect(Properties.MaximumRecordAgeInSeconds).toBeGreaterThan(0);
      expect(Properties.MaximumRecordAgeInSeconds).toBeLessThan(retentionSeconds);
    }
  });
});

describe("the streams", () => {
  it("keep a week on demand by default", () => {
    deployment(first)
      .template("kinesis-target")
      .hasResourceProperties("AWS::Kinesis::Stream", {
        StreamModeDetails: { StreamMode: "ON_DEMAND" },
        RetentionPeriodHours: 168,
        MaxRecordSizeInKiB: 1_024,
      });
  });

  it("have the shards and the record size that are asked for", () => {
    deployment("kinesis without lake, shards, no Region")
      .template("kinesis-target")
      .hasResourceProperties("AWS::Kinesis::Stream", {
        ShardCount: 4,
        MaxRecordSizeInKiB: 4_096,
      });
  });
});

describe("the delivery streams", () => {
  const rows = {
    DeliveryStreamType: "DirectPut",
    ExtendedS3DestinationConfiguration: Match.objectLike({
      Prefix: "events/dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/",
      ErrorOutputPrefix: Match.stringLikeRegexp("^errors/!\\{firehose:error-output-type\\}/"),
      BufferingHints: { IntervalInSeconds: 900, SizeInMBs: 128 },
      CompressionFormat: "UNCOMPRESSED",
      DataFormatConversionConfiguration: Match.objectLike({
        InputFormatConfiguration: { Deserializer: { HiveJsonSerDe: { TimestampFormats: ["millis"] } } },
        OutputFormatConfiguration: { Serializer: { ParquetSerDe: { Compression: "SNAPPY" } } },
        SchemaConfiguration: Match.objectLike({ DatabaseName: "spaces_prod", TableName: "events" }),
      }),
    }),
  };

  it("transform what Cisco Spaces puts, 1 MiB at a time", () => {
    const template = deployment(awsKeys).template("firehose-target");
    template.hasResourceProperties("AWS::KinesisFirehose::DeliveryStream", rows);
    template.hasResourceProperties("AWS::KinesisFirehose::DeliveryStream", {
      ExtendedS3DestinationConfiguration: {
        ProcessingConfiguration: {
          Enabled: true,
          Processors: [
            {
              Type: "Lambda",
              Parameters: Match.arrayWith([
                { ParameterName: "NumberOfRetries", ParameterValue: "3" },
                { ParameterName: "BufferSizeInMBs", ParameterValue: "1" },
              ]),
            },
          ],
        },
      },
    });
  });

  it("keep untransformed events as compressed JSON lines, outside the table", () => {
    deployment("firehose untransformed, sandbox")
      .template("firehose-target")
      .hasResourceProperties("AWS::KinesisFirehose::DeliveryStream", {
        ExtendedS3DestinationConfiguration: {
          Prefix: Match.stringLikeRegexp("^raw/"),
          CompressionFormat: "GZIP",
          DataFormatConversionConfiguration: Match.absent(),
          ProcessingConfiguration: Match.absent(),
        },
      });
  });
});

describe("the outputs", () => {
  it.each([
    [first, "kinesis-target", "KinesisFirehoseDataStreamName", "Kinesis Firehose Data Stream Name"],
    [sandbox, "firehose-target", "KinesisFirehoseDeliveryStreamName", "Kinesis Firehose Delivery Stream Name"],
  ])("are the dashboard's fields, in its words: %s, %s", (name, kind, key, label) => {
    const outputs = deployment(name).templates.get(kind)?.Outputs ?? {};
    expect(outputs.AWSRegion).toMatchObject({ Description: "AWS Region", Value: "eu-west-1" });
    expect(outputs[key]).toMatchObject({ Description: label });
    expect(outputs.AWSAccessKey).toMatchObject({ Description: "AWS Access Key" });
    expect(outputs.AWSSecretKeySecret?.Description).toMatch(/^AWS Secret Key/);
  });
});

describe("the lake", () => {
  const template = deployment(first).template("lake");

  it("has a table whose partitions Athena computes, a view of each event once, and a workgroup with a limit", () => {
    template.hasResourceProperties("AWS::Glue::Table", {
      TableInput: { Name: "events", Parameters: Match.objectLike({ "projection.enabled": "true" }) },
    });
    template.hasResourceProperties("AWS::Glue::Table", {
      TableInput: { Name: "events_latest", TableType: "VIRTUAL_VIEW" },
    });
    template.hasResourceProperties("AWS::Athena::WorkGroup", {
      Name: "spaces-prod",
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 100 * 1024 ** 3,
        ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: "SSE_KMS" } },
      },
    });
    expect(Object.keys(template.findResources("AWS::Athena::NamedQuery"))).toHaveLength(namedQueries.length);
  });

  it("forgets what could not be used, and keeps the events", () => {
    const [rules] = Object.values(template.findResources("AWS::S3::Bucket"))
      .map(
        ({ Properties }) => Properties.LifecycleConfiguration.Rules as { Prefix?: string; ExpirationInDays?: number }[],
      )
      .filter((found) => found.some(({ Prefix }) => Prefix === "errors/"));
    expect(rules).toContainEqual(expect.objectContaining({ Prefix: "errors/", ExpirationInDays: 30 }));
    expect(
      rules?.filter(({ Prefix, ExpirationInDays }) => ExpirationInDays !== undefined && Prefix === undefined),
    ).toEqual([]);
  });
});
