import { inPeriod, latestWithLocalTime, ofTenant } from "../latest.ts";
import { label } from "../values.ts";

const ofDevice = "OVER (PARTITION BY tenant_id, subject_id)";

/** An event that names no opt-in does not take one back: an empty list is not told apart from none. */
export const optInConversion = `${latestWithLocalTime(
  ["tenant_id", "tenant_name", "building_id", "building_name", "subject_id", "labels"],
  [inPeriod, ofTenant, "subject_kind = 'device'"],
)},
told AS (
  SELECT
    tenant_id,
    tenant_name,
    building_id,
    building_name,
    subject_id,
    local_time,
    CASE
      WHEN ${label("'opt_ins'")} IS NULL THEN NULL
      WHEN @opt_in = '' THEN local_time
      WHEN STRPOS(CONCAT(',', ${label("'opt_ins'")}, ','), CONCAT(',', @opt_in, ',')) > 0 THEN local_time
    END AS opted_in_at
  FROM latest
),
devices AS (
  SELECT
    tenant_id,
    tenant_name,
    building_id,
    building_name,
    subject_id,
    CAST(local_time AS DATE) AS day,
    MIN(local_time) ${ofDevice} AS first_seen_at,
    MIN(opted_in_at) ${ofDevice} AS opted_in_at
  FROM told
),
counts AS (
  SELECT
    day,
    tenant_id,
    building_id,
    MAX(IFNULL(tenant_name, tenant_id)) AS tenant_name,
    MAX(building_name) AS building_name,
    COUNT(DISTINCT subject_id) AS devices,
    COUNT(DISTINCT IF(CAST(opted_in_at AS DATE) <= day, subject_id, NULL)) AS opted_in,
    COUNT(
      DISTINCT IF(CAST(opted_in_at AS DATE) = day AND opted_in_at > first_seen_at, subject_id, NULL)
    ) AS newly_opted_in
  FROM devices
  WHERE building_id IS NOT NULL
  GROUP BY day, tenant_id, building_id
)
SELECT
  day,
  tenant_name,
  building_id,
  building_name,
  devices,
  opted_in,
  newly_opted_in,
  100 * opted_in / devices AS opted_in_pct
FROM counts
ORDER BY day, tenant_name, building_name, building_id`;
