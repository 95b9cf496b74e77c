import { identityColumns } from "../identity.ts";
import { inPeriod, ofTenant } from "../latest.ts";
import { ARRIVED_TABLE } from "../tables.ts";
import { quantile } from "../values.ts";

/** Of what arrived itself: copies are what it counts, and those are kept for some days only. */
export const eventsLagAndDuplicates = `WITH arrivals AS (
  SELECT
    tenant_id,
    event_type,
    COUNT(*) AS copies,
    TIMESTAMP_DIFF(MIN(received_at), MIN(occurred_at), MILLISECOND) / 1000 AS lag_seconds
  FROM ${ARRIVED_TABLE}
  WHERE ${inPeriod}
    AND ${ofTenant}
  GROUP BY ${identityColumns.join(", ")}, event_type
)
SELECT
  tenant_id,
  event_type,
  COUNT(*) AS events,
  SUM(copies) - COUNT(*) AS duplicates,
  ${quantile("lag_seconds", 50)} AS median_lag_seconds,
  ${quantile("lag_seconds", 99)} AS p99_lag_seconds,
  MAX(lag_seconds) AS longest_lag_seconds
FROM arrivals
GROUP BY tenant_id, event_type
ORDER BY events DESC, tenant_id, event_type`;
