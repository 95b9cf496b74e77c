/**
 * Each event once, for whoever asks without a named query. A filter on `occurred_at` does not reach through its window to
 * the partitions: over long periods `events_once` alone is cheaper, and lacks what arrived today.
 */
import { columnList } from "../../shared/row.ts";
import { copyNumber } from "./identity.ts";
import { ARRIVED_TABLE, ONCE_TABLE } from "./tables.ts";

const columns = columnList.map(({ name }) => name).join(", ");

/** Right whatever has been merged: a copy that is in both tables is told by its identity. */
export const latestView = `SELECT ${columns}
FROM (
  SELECT ${columns} FROM ${ONCE_TABLE}
  UNION ALL
  SELECT ${columns} FROM ${ARRIVED_TABLE}
)
WHERE TRUE
QUALIFY ${copyNumber} = 1`;
