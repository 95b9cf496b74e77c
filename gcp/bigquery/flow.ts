/** How people move from place to place: one query for each level of places. */
import { flowColumns } from "../../shared/lake/asked-rows.ts";
import { inPeriod, latest, ofTenant } from "./latest.ts";

const before = "OVER (PARTITION BY tenant_id, subject_id ORDER BY occurred_at, record_uid)";

/** Both are expressions over a row. Of devices, not of people: who leaves a laptop in one zone would seem to be in both by turns. */
export function flow(id: string, placeName: string): string {
  return `${latest(flowColumns, [inPeriod, ofTenant, "subject_kind = 'device'", `${id} IS NOT NULL`])},
steps AS (
  SELECT
    tenant_id,
    tenant_name,
    subject_id,
    ${id} AS to_id,
    ${placeName} AS to_name,
    LAG(${id}) ${before} AS from_id,
    LAG(${placeName}) ${before} AS from_name,
    TIMESTAMP_DIFF(occurred_at, LAG(occurred_at) ${before}, MILLISECOND) AS unseen_ms
  FROM latest
)
SELECT
  MAX(IFNULL(tenant_name, tenant_id)) AS tenant_name,
  from_id,
  MAX(from_name) AS from_name,
  to_id,
  MAX(to_name) AS to_name,
  COUNT(*) AS moves,
  COUNT(DISTINCT subject_id) AS devices
FROM steps
WHERE from_id != to_id AND unseen_ms <= 60000 * @within_minutes
GROUP BY tenant_id, from_id, to_id
ORDER BY moves DESC, from_name, to_name, from_id, to_id`;
}
