import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { LAKE_TABLE } from "../../../shared/lake/table.ts";
import { identity, inPeriod, ofTenant, period, tenant } from "../latest.ts";

/** Of the table itself, not of the latest rows: copies are what it counts. */
export const eventsLagAndDuplicates: NamedQuery = {
  name: "events-lag-and-duplicates",
  title: "Events, lag and duplicates per tenant and type",
  description: "Distinct events, copies beyond the first, and the seconds from occurrence to arrival of the first copy",
  chart: { kind: "bar", x: ["tenant_id", "event_type"], y: ["events"] },
  parameters: [...period, tenant],
  reads: "landing",
  sql: `WITH arrivals AS (
  SELECT
    tenant_id,
    event_type,
    count(*) AS copies,
    CAST(date_diff('millisecond', min(occurred_at), min(received_at)) AS double) / 1000 AS lag_seconds
  FROM ${LAKE_TABLE}
  WHERE ${inPeriod}
      AND ${ofTenant}
  GROUP BY ${identity}, event_type
)
SELECT
  tenant_id,
  event_type,
  count(*) AS events,
  sum(copies) - count(*) AS duplicates,
  approx_percentile(lag_seconds, 0.5) AS median_lag_seconds,
  approx_percentile(lag_seconds, 0.99) AS p99_lag_seconds,
  max(lag_seconds) AS longest_lag_seconds
FROM arrivals
GROUP BY tenant_id, event_type
ORDER BY events DESC, tenant_id, event_type`,
};
