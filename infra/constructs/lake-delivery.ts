/**
 * A delivery stream into the lake bucket. The resource is declared by hand: the library's construct also grants
 * whole-bucket wildcards and glue:GetSchemaVersion on everything.
 */
import { Aws, type RemovalPolicy, Stack } from "aws-cdk-lib";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnDeliveryStream } from "aws-cdk-lib/aws-kinesisfirehose";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, LogStream } from "aws-cdk-lib/aws-logs";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { timestampFormats } from "../../functions/glue/schema.ts";
import { LAKE_TABLE } from "../../shared/lake/table.ts";
import { keyUse } from "./key-use.ts";
import { ERRORS_PREFIX, EVENTS_PREFIX, RAW_PREFIX } from "./lake-prefixes.ts";

/** Partitions by arrival, as the Glue table projects them. */
const ARRIVAL = "dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/";
const LOG_STREAM = "delivery";
/** Rows are larger than events, so that a bigger request would not fit into Lambda's 6 MB answer. */
const TRANSFORM_BUFFER_MIB = 1;
const TRANSFORM_BUFFER_SECONDS = 60;
const TRANSFORM_RETRIES = 3;

interface LakeDeliveryProps {
  readonly deliveryStreamName: string;
  readonly bucket: IBucket;
  /** Glue database of the table that gives rows their types; `undefined` keeps records as sent, outside the table. */
  readonly database: string | undefined;
  readonly transform?: IFunction;
  readonly bufferSeconds: number;
  readonly bufferMiB: number;
  readonly customerKey: IKey;
  readonly encryptionKey: IKey | undefined;
  readonly logRetentionDays: number;
  readonly removalPolicy: RemovalPolicy;
}

export class LakeDelivery extends Construct {
  readonly deliveryStreamName: string;
  readonly deliveryStreamArn: string;

  constructor(scope: Construct, id: string, props: LakeDeliveryProps) {
    super(scope, id);
    const { bucket, database, transform, encryptionKey } = props;
    const logGroup = new LogGroup(this, "Logs", {
      logGroupName: `/aws/firehose/${props.deliveryStreamName}`,
      retention: props.logRetentionDays,
      removalPolicy: props.removalPolicy,
      ...(encryptionKey !== undefined && { encryptionKey }),
    });
    const logStream = new LogStream(this, "LogStream", {
      logGroup,
      logStreamName: LOG_STREAM,
      removalPolicy: props.removalPolicy,
    });
    const role = this.deliveryRole(props, logGroup);
    const stream = new CfnDeliveryStream(this, "Stream", {
      deliveryStreamName: props.deliveryStreamName,
      deliveryStreamType: "DirectPut",
      deliveryStreamEncryptionConfigurationInput:
        encryptionKey === undefined
          ? { keyType: "AWS_OWNED_CMK" }
          : { keyType: "CUSTOMER_MANAGED_CMK", keyArn: encryptionKey.keyArn },
      extendedS3DestinationConfiguration: {
        bucketArn: bucket.bucketArn,
        roleArn: role.roleArn,
        prefix: `${database === undefined ? RAW_PREFIX : EVENTS_PREFIX}${ARRIVAL}`,
        errorOutputPrefix: `${ERRORS_PREFIX}!{firehose:error-output-type}/${ARRIVAL}`,
        bufferingHints: { intervalInSeconds: props.bufferSeconds, sizeInMBs: props.bufferMiB },
        compressionFormat: database === undefined ? "GZIP" : "UNCOMPRESSED",
        encryptionConfiguration:
          encryptionKey === undefined
            ? { noEncryptionConfig: "NoEncryption" }
            : { kmsEncryptionConfig: { awskmsKeyArn: encryptionKey.keyArn } },
        cloudWatchLoggingOptions: {
          enabled: true,
          logGroupName: logGroup.logGroupName,
          logStreamName: logStream.logStreamName,
        },
        ...(transform !== undefined && { processingConfiguration: transformWith(transform, role) }),
        ...(database !== undefined && { dataFormatConversionConfiguration: toParquet(this, database, role) }),
      },
    });
    // What it has taken it still has to deliver, for which it needs its role: a deleted one loses up to a buffer of rows.
    stream.applyRemovalPolicy(props.removalPolicy);
    role.applyRemovalPolicy(props.removalPolicy);
    this.deliveryStreamName = stream.ref;
    this.deliveryStreamArn = stream.attrArn;
  }

  /** https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3 */
  private deliveryRole(props: LakeDeliveryProps, logGroup: LogGroup): Role {
    const { bucket, database, transform, customerKey } = props;
    return new Role(this, "Role", {
      assumedBy: new ServicePrincipal("firehose.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
      inlinePolicies: {
        Needs: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
              resources: [bucket.arnForObjects("*")],
            }),
            new PolicyStatement({
              actions: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
              resources: [bucket.bucketArn],
            }),
            new PolicyStatement({ actions: ["logs:PutLogEvents"], resources: [logGroup.logGroupArn] }),
            keyUse(customerKey, "s3"),
            ...(database === undefined ? [] : [readSchema(this, database)]),
            ...(transform === undefined ? [] : [invoke(transform)]),
          ],
        }),
      },
    });
  }
}

function readSchema(scope: Construct, database: string): PolicyStatement {
  const arn = (resource: string, resourceName?: string) =>
    Stack.of(scope).formatArn({ service: "glue", resource, ...(resourceName !== undefined && { resourceName }) });
  return new PolicyStatement({
    actions: ["glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions"],
    resources: [arn("catalog"), arn("database", database), arn("table", `${database}/${LAKE_TABLE}`)],
  });
}

function invoke(transform: IFunction): PolicyStatement {
  return new PolicyStatement({
    actions: ["lambda:GetFunctionConfiguration", "lambda:InvokeFunction"],
    resources: [transform.functionArn],
  });
}

function transformWith(transform: IFunction, role: Role): CfnDeliveryStream.ProcessingConfigurationProperty {
  const parameters = {
    LambdaArn: transform.functionArn,
    RoleArn: role.roleArn,
    NumberOfRetries: String(TRANSFORM_RETRIES),
    BufferSizeInMBs: String(TRANSFORM_BUFFER_MIB),
    BufferIntervalInSeconds: String(TRANSFORM_BUFFER_SECONDS),
  };
  return {
    enabled: true,
    processors: [
      {
        type: "Lambda",
        parameters: Object.entries(parameters).map(([parameterName, parameterValue]) => ({
          parameterName,
          parameterValue,
        })),
      },
    ],
  };
}

/** Hive's JSON SerDe reads epoch milliseconds; the other one does not. */
function toParquet(
  scope: Construct,
  database: string,
  role: Role,
): CfnDeliveryStream.DataFormatConversionConfigurationProperty {
  return {
    enabled: true,
    inputFormatConfiguration: { deserializer: { hiveJsonSerDe: { timestampFormats: [...timestampFormats] } } },
    outputFormatConfiguration: { serializer: { parquetSerDe: { compression: "SNAPPY" } } },
    schemaConfiguration: {
      catalogId: Aws.ACCOUNT_ID,
      region: Stack.of(scope).region,
      databaseName: database,
      tableName: LAKE_TABLE,
      roleArn: role.roleArn,
      versionId: "LATEST",
    },
  };
}
