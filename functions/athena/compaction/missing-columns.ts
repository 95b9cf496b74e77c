/**
 * What a newer version's rows have, and the compacted table of an older one has not: `CREATE TABLE IF NOT EXISTS` leaves
 * that as it is, and a MERGE that names a column it lacks fails. Columns are only ever added (docs/versions.md).
 */
import { COMPACTED_TABLE } from "../../../shared/lake/table.ts";
import { glueColumns } from "../../glue/schema.ts";

/** A row each, `declared` as `addColumn` takes it; none, as a rule. The schema is a constant: Athena then looks at no other. */
export function missingColumns(database: string): string {
  const wanted = glueColumns.map(({ name, type }) => `('${name}', '\`${name}\` ${type}')`);
  return `SELECT wanted.declared
FROM (VALUES ${wanted.join(", ")}) AS wanted (name, declared)
LEFT JOIN (
  SELECT column_name
  FROM information_schema.columns
  WHERE table_schema = '${database}' AND table_name = '${COMPACTED_TABLE}'
) AS present ON present.column_name = wanted.name
WHERE present.column_name IS NULL`;
}

/** Metadata alone: no file is rewritten. https://docs.aws.amazon.com/athena/latest/ug/querying-iceberg-alter-table-add-columns.html */
export const addColumn = `ALTER TABLE ${COMPACTED_TABLE} ADD COLUMNS (:column)`;
