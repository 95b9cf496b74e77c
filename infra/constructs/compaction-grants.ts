/** What compaction may do: ask Athena in its workgroup, read landing, write and delete the files of its own tables. */
import { Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { compactionTables } from "../../functions/athena/compaction/tables.ts";
import { LAKE_TABLE, LATEST_VIEW } from "../../shared/lake/table.ts";
import { keyUse } from "./key-use.ts";
import { COMPACTED_PREFIX, EVENTS_PREFIX, QUERY_RESULTS_PREFIX } from "./lake-prefixes.ts";

interface Grants {
  /** Of the workgroup. */
  readonly name: string;
  readonly database: string;
  readonly bucket: IBucket;
  readonly customerKey: IKey;
  readonly stateMachineArn: string;
}

/**
 * Athena uses the caller's rights on Glue and S3: https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html
 * and https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html
 */
export function compactionStatements(scope: Construct, grants: Grants): readonly PolicyStatement[] {
  const { name, database, bucket, customerKey, stateMachineArn } = grants;
  const arn = (service: string, resource: string, resourceName?: string) =>
    Stack.of(scope).formatArn({ service, resource, ...(resourceName !== undefined && { resourceName }) });
  const table = (tableName: string) => arn("glue", "table", `${database}/${tableName}`);
  const catalog = [arn("glue", "catalog"), arn("glue", "database", database)];
  const written = [...compactionTables.map((written) => written.name), LATEST_VIEW].map(table);
  const objects = (prefix: string) => [bucket.arnForObjects(`${prefix}*`)];
  return [
    new PolicyStatement({
      actions: [
        "athena:GetQueryExecution",
        "athena:GetQueryResults",
        "athena:GetWorkGroup",
        "athena:StartQueryExecution",
        "athena:StopQueryExecution",
      ],
      resources: [arn("athena", "workgroup", name)],
    }),
    new PolicyStatement({
      actions: ["athena:GetDataCatalog"],
      resources: [arn("athena", "datacatalog", "AwsDataCatalog")],
    }),
    new PolicyStatement({
      actions: ["glue:GetDatabase", "glue:GetPartitions", "glue:GetTable", "glue:GetTables"],
      resources: [...catalog, table(LAKE_TABLE), ...written],
    }),
    new PolicyStatement({ actions: ["glue:CreateTable", "glue:UpdateTable"], resources: [...catalog, ...written] }),
    new PolicyStatement({
      actions: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
      resources: [bucket.bucketArn],
    }),
    new PolicyStatement({ actions: ["s3:GetObject"], resources: objects(EVENTS_PREFIX) }),
    new PolicyStatement({ actions: [...writesFiles, "s3:DeleteObject"], resources: objects(COMPACTED_PREFIX) }),
    new PolicyStatement({ actions: [...writesFiles], resources: objects(QUERY_RESULTS_PREFIX) }),
    keyUse(customerKey, "s3"),
    new PolicyStatement({ actions: ["states:ListExecutions"], resources: [stateMachineArn] }),
    new PolicyStatement({ actions: [...withoutResource], resources: ["*"] }),
  ];
}

const writesFiles = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"] as const;

/**
 * Actions that AWS defines on no resource: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy
 * and https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html
 */
export const withoutResource = [
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
] as const;
