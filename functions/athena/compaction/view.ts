/** Each event once, whether it is compacted or still in landing alone. */
import { COMPACTED_TABLE, LATEST_VIEW } from "../../../shared/lake/table.ts";
import { allColumns, sameEvent } from "./columns.ts";
import { landedOnce } from "./landed.ts";

/**
 * Of landing only what arrived from `:tail` on and is not compacted. The day bounds what is read and decides nothing: a
 * day that is compacted meanwhile is not counted twice. A constant, since Athena leaves out partitions by no other.
 */
export const unitedSelect = `SELECT ${allColumns.join(", ")}
FROM ${COMPACTED_TABLE}
UNION ALL
SELECT ${allColumns.join(", ")}
FROM (
  ${landedOnce(["dt >= ':tail'"])}
) AS l
WHERE NOT EXISTS (SELECT 1 FROM ${COMPACTED_TABLE} AS t WHERE ${sameEvent("t", "l")})`;

/** To be run after the days before `:tail` are compacted. */
export const replaceLatestView = `CREATE OR REPLACE VIEW ${LATEST_VIEW} AS\n${unitedSelect}`;
