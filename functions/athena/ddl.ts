/** The table and the view in SQL, for whoever sets up Athena without the CDK stack, and for tests of the grammar. */

import type { LakeForm } from "../../shared/lake/lake-form.ts";
import { LAKE_TABLE, LATEST_VIEW } from "../../shared/lake/table.ts";
import { type ColumnType, columnList } from "../../shared/row.ts";
import { glueColumns, gluePartitionKeys, trinoType } from "../glue/schema.ts";
import { fill } from "./compaction/placeholders.ts";
import { unitedSelect } from "./compaction/view.ts";
import { copyNumber } from "./latest.ts";

export interface TableOptions {
  readonly database: string;
  /** `s3://bucket/events/`, with the slash. */
  readonly location: string;
  /** First day Athena looks at, `yyyy-MM-dd`: the day of the first deployment. */
  readonly firstDay: string;
}

/**
 * Athena computes partitions from these; nothing has to be registered as data arrives.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-kinesis-firehose-example.html
 */
export function partitionProjection({ location, firstDay }: Omit<TableOptions, "database">): Record<string, string> {
  return {
    "projection.enabled": "true",
    "projection.dt.type": "date",
    "projection.dt.format": "yyyy-MM-dd",
    "projection.dt.range": `${firstDay},NOW`,
    "projection.dt.interval": "1",
    "projection.dt.interval.unit": "DAYS",
    "projection.hour.type": "integer",
    "projection.hour.range": "0,23",
    "projection.hour.digits": "2",
    "storage.location.template": `${location}dt=\${dt}/hour=\${hour}/`,
  };
}

export function createTable({ database, location, firstDay }: TableOptions): string {
  const declared = glueColumns.map(({ name, type, comment }) => `  \`${name}\` ${type} COMMENT '${quote(comment)}'`);
  const keys = gluePartitionKeys.map(({ name, type, comment }) => `  \`${name}\` ${type} COMMENT '${quote(comment)}'`);
  const properties = Object.entries(partitionProjection({ location, firstDay }));
  return `CREATE EXTERNAL TABLE IF NOT EXISTS \`${database}\`.\`${LAKE_TABLE}\` (
${declared.join(",\n")}
)
PARTITIONED BY (
${keys.join(",\n")}
)
STORED AS PARQUET
LOCATION '${location}'
TBLPROPERTIES (
${properties.map(([key, value]) => `  '${key}' = '${value}'`).join(",\n")}
)`;
}

/** Each event of landing once. */
const landingSelect = `SELECT
${[...columnList, ...gluePartitionKeys].map(({ name }) => `  ${name}`).join(",\n")}
FROM (
  SELECT *, ${copyNumber} AS copy
  FROM ${LAKE_TABLE}
)
WHERE copy = 1`;

/**
 * The view of a lake without compaction. A filter on `dt` does not reach through its window to the files: the named
 * queries filter first instead.
 */
export function createLatestView(): string {
  return `CREATE OR REPLACE VIEW ${LATEST_VIEW} AS\n${landingSelect}`;
}

/**
 * The view as the Glue catalogue keeps it (`TableType` VIRTUAL_VIEW, parameter `presto_view` = `true`), for a stack
 * that creates it without running a query. `text` goes to ViewOriginalText. Over a compacted lake it looks at all of
 * landing from `firstDay` on, which is right at any moment; each compaction replaces it by one that looks at less.
 */
export function glueView({ database, firstDay }: Pick<TableOptions, "database" | "firstDay">, form: LakeForm) {
  const typeOf = (type: ColumnType) =>
    form === "compacted" && type === "timestamp" ? "timestamp(6)" : trinoType(type);
  const declared = columnList.map(({ name, type }) => ({ name, type: typeOf(type) }));
  const keys = gluePartitionKeys.map(({ name, type }) => ({ name, type: type === "int" ? "integer" : "varchar" }));
  const definition = {
    originalSql: form === "compacted" ? fill(unitedSelect, { tail: firstDay }) : landingSelect,
    catalog: "awsdatacatalog",
    schema: database,
    columns: [...declared, ...keys],
  };
  const encoded = Buffer.from(JSON.stringify(definition)).toString("base64");
  return { text: `/* Presto View: ${encoded} */`, expandedText: "/* Presto View */" };
}

function quote(text: string): string {
  return text.replaceAll("'", "''");
}
