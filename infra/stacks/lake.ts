/** Every event for ever: the bucket, the table over it, and a workgroup to ask it. */
import { Aws, Duration, RemovalPolicy } from "aws-cdk-lib";
import { CfnNamedQuery, CfnWorkGroup } from "aws-cdk-lib/aws-athena";
import { CfnDatabase, CfnTable } from "aws-cdk-lib/aws-glue";
import type { IBucket, LifecycleRule } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { glueView, partitionProjection } from "../../functions/athena/ddl.ts";
import { namedQueries } from "../../functions/athena/queries.ts";
import { glueColumns, gluePartitionKeys } from "../../functions/glue/schema.ts";
import type { LakeForm } from "../../shared/lake/lake-form.ts";
import { savedSql } from "../../shared/lake/named-query.ts";
import { LAKE_TABLE, LATEST_VIEW } from "../../shared/lake/table.ts";
import type { SpacesConfig } from "../config/spaces-config.ts";
import { Compaction } from "../constructs/compaction.ts";
import { ERRORS_PREFIX, EVENTS_PREFIX, QUERY_RESULTS_PREFIX } from "../constructs/lake-prefixes.ts";
import { accessLogBucket, privateBucket } from "../constructs/private-bucket.ts";
import { SpacesStack } from "../constructs/spaces-stack.ts";
import { type LakeNames, lakeNames } from "../names.ts";
import type { EventStoreStack } from "./event-store.ts";

const GIB = 1024 ** 3;
const QUERY_RESULT_DAYS = 7;
/** How long a mistake can be undone. */
const KEEP_VERSIONS_DAYS = 30;

export class LakeStack extends SpacesStack {
  readonly bucket: IBucket;
  /** Name of the Glue database. */
  readonly database: string;
  private readonly lakeNames: LakeNames;

  constructor(scope: Construct, config: SpacesConfig, store: EventStoreStack) {
    super(scope, "lake", config, { holdsData: true });
    const { removalPolicy } = this;
    const { encryptionKey } = store;
    this.lakeNames = lakeNames(config.stage);
    const bucket = privateBucket(this, "Lake", {
      encryptionKey,
      accessLogs: accessLogBucket(this, removalPolicy),
      removalPolicy,
      keepVersionsDays: KEEP_VERSIONS_DAYS,
      lifecycleRules: [
        { prefix: ERRORS_PREFIX, expiration: Duration.days(config.deadLetterDays) },
        { prefix: QUERY_RESULTS_PREFIX, expiration: Duration.days(QUERY_RESULT_DAYS) },
        ...landingLifecycle(config),
      ],
    });
    const database = new CfnDatabase(this, "Database", {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: { name: this.lakeNames.database, description: `Spaces push receiver, ${config.stage}` },
    });
    database.applyRemovalPolicy(removalPolicy);
    const table = this.declareTable(bucket, config.lake.firstDay, database);
    const view = this.declareLatestView(database, config);
    this.declareWorkgroup(bucket, config, encryptionKey?.keyArn);
    this.bucket = bucket;
    this.database = this.lakeNames.database;
    if (config.lake.compaction) this.compact(bucket, config, store, [table, view]);
    this.exportAlways([bucket.bucketArn, bucket.bucketName]);
  }

  private declareTable(bucket: IBucket, firstDay: string, database: CfnDatabase): CfnTable {
    const location = `s3://${bucket.bucketName}/${EVENTS_PREFIX}`;
    const table = new CfnTable(this, "Events", {
      catalogId: Aws.ACCOUNT_ID,
      databaseName: this.lakeNames.database,
      tableInput: {
        name: LAKE_TABLE,
        description: "One row per event, every copy",
        tableType: "EXTERNAL_TABLE",
        parameters: { classification: "parquet", ...partitionProjection({ location, firstDay }) },
        partitionKeys: gluePartitionKeys.map(column),
        storageDescriptor: {
          columns: glueColumns.map(column),
          location,
          inputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
          outputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
          serdeInfo: { serializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe" },
        },
      },
    });
    table.addResourceDependency(database);
    table.applyRemovalPolicy(this.removalPolicy);
    return table;
  }

  private declareLatestView(database: CfnDatabase, config: SpacesConfig): CfnTable {
    const view = glueView({ database: this.lakeNames.database, firstDay: config.lake.firstDay }, formOf(config));
    const table = new CfnTable(this, "EventsLatest", {
      catalogId: Aws.ACCOUNT_ID,
      databaseName: this.lakeNames.database,
      tableInput: {
        name: LATEST_VIEW,
        description: "Each event once",
        tableType: "VIRTUAL_VIEW",
        parameters: { presto_view: "true" },
        viewOriginalText: view.text,
        viewExpandedText: view.expandedText,
        storageDescriptor: { columns: [...glueColumns, ...gluePartitionKeys].map(column), serdeInfo: {} },
      },
    });
    table.addResourceDependency(database);
    return table;
  }

  private compact(bucket: IBucket, config: SpacesConfig, store: EventStoreStack, tables: readonly CfnTable[]): void {
    const compaction = new Compaction(this, "Compaction", {
      name: this.names.compaction,
      database: this.lakeNames.database,
      bucket,
      landingDays: config.lake.landingDays,
      retentionDays: config.lake.retentionDays,
      customerKey: store.customerKey,
      encryptionKey: store.encryptionKey,
      logRetentionDays: config.logRetentionDays,
      removalPolicy: this.removalPolicy,
    });
    compaction.node.addDependency(...tables);
  }

  private declareWorkgroup(bucket: IBucket, config: SpacesConfig, keyArn: string | undefined): void {
    const workgroup = new CfnWorkGroup(this, "Workgroup", {
      name: this.lakeNames.workgroup,
      description: `Questions to the lake of ${config.stage}; stopped after ${config.lake.queryScanLimitGiB} GiB`,
      recursiveDeleteOption: this.removalPolicy === RemovalPolicy.DESTROY,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: config.lake.queryScanLimitGiB * GIB,
        resultConfiguration: {
          outputLocation: `s3://${bucket.bucketName}/${QUERY_RESULTS_PREFIX}`,
          encryptionConfiguration:
            keyArn === undefined ? { encryptionOption: "SSE_S3" } : { encryptionOption: "SSE_KMS", kmsKey: keyArn },
        },
      },
    });
    for (const query of namedQueries) {
      new CfnNamedQuery(this, `Query-${query.name}`, {
        name: query.name,
        description: query.description,
        database: this.lakeNames.database,
        workGroup: this.lakeNames.workgroup,
        queryString: savedSql(query, formOf(config)),
      }).addResourceDependency(workgroup);
    }
  }
}

/** Landing is emptied once it is compacted, else when nothing shall be kept for longer. */
function landingLifecycle({ lake }: SpacesConfig): readonly LifecycleRule[] {
  const days = lake.compaction ? lake.landingDays : lake.retentionDays;
  return days === undefined ? [] : [{ prefix: EVENTS_PREFIX, expiration: Duration.days(days) }];
}

function formOf({ lake }: SpacesConfig): LakeForm {
  return lake.compaction ? "compacted" : "landing";
}

function column({ name, type, comment }: { readonly name: string; readonly type: string; readonly comment: string }) {
  return { name, type, comment };
}
