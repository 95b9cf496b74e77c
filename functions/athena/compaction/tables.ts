/**
 * The tables compaction keeps, as Athena creates Iceberg tables:
 * https://docs.aws.amazon.com/athena/latest/ug/querying-iceberg-creating-tables.html
 */
import { COMPACTED_TABLE, ERASED_TABLE, LEDGER_TABLE } from "../../../shared/lake/table.ts";
import { glueColumns, gluePartitionKeys } from "../../glue/schema.ts";

/**
 * Seconds a snapshot is kept for after the next one. VACUUM removes what only older ones hold: nobody travels in time
 * here, and whoever is forgotten has to leave the files.
 */
const SNAPSHOT_SECONDS = 86_400;

export interface CompactionTable {
  readonly name: string;
  /** Types are Hive's. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly partitionedBy?: string;
}

export const compactionTables: readonly CompactionTable[] = [
  { name: COMPACTED_TABLE, columns: [...glueColumns, ...gluePartitionKeys], partitionedBy: "day(occurred_at)" },
  {
    name: LEDGER_TABLE,
    columns: [
      { name: "dt", type: "string" },
      { name: "row_count", type: "bigint" },
    ],
  },
  {
    name: ERASED_TABLE,
    columns: [
      { name: "subject", type: "string" },
      { name: "tenant_id", type: "string" },
      { name: "erased_at", type: "timestamp" },
    ],
  },
];

/** `location` is `s3://bucket/folder/`, with the slash; each table has a folder of its own below it. */
export function createTables(location: string): readonly string[] {
  return compactionTables.map(({ name, columns, partitionedBy }) => {
    const declared = columns.map((column) => `  \`${column.name}\` ${column.type}`).join(",\n");
    const partitions = partitionedBy === undefined ? "" : `PARTITIONED BY (${partitionedBy})\n`;
    return `CREATE TABLE IF NOT EXISTS ${name} (
${declared}
)
${partitions}LOCATION '${location}${name}/'
TBLPROPERTIES (
  'table_type' = 'ICEBERG',
  'format' = 'parquet',
  'write_compression' = 'zstd',
  'vacuum_max_snapshot_age_seconds' = '${SNAPSHOT_SECONDS}',
  'optimize_rewrite_delete_file_threshold' = '1'
)`;
  });
}
