import { assetColumns, ofTags } from "../../../shared/lake/asked-rows.ts";
import { ofAsset } from "../assets.ts";
import { inPeriod, latestWithLocalTime } from "../latest.ts";

const before = "OVER (PARTITION BY tenant_id, subject_id ORDER BY occurred_at, record_uid)";
const sinceBefore = "OVER (PARTITION BY tenant_id, subject_id ORDER BY stay)";

/** It has left a zone when it is located in the next: between two reports nobody knows. */
export const staysOfOneAsset = `${latestWithLocalTime(assetColumns, [inPeriod, ofTags, ofAsset])},
places AS (
  SELECT
    *,
    IF(IFNULL(zone_id, location_id) IS DISTINCT FROM LAG(IFNULL(zone_id, location_id)) ${before}, 1, 0) AS arrived_there
  FROM latest
),
numbered AS (
  SELECT *, SUM(arrived_there) ${before} AS stay FROM places
),
stays AS (
  SELECT
    tenant_id,
    subject_id,
    stay,
    MAX(IFNULL(tenant_name, tenant_id)) AS tenant_name,
    MAX(building_name) AS building_name,
    MAX(floor_name) AS floor_name,
    MAX(IFNULL(zone_name, location_name)) AS zone_name,
    COUNT(*) AS reports,
    MIN(occurred_at) AS began_at,
    MIN(local_time) AS entered_at,
    MAX(local_time) AS last_located_at
  FROM numbered
  GROUP BY tenant_id, subject_id, stay
)
SELECT
  tenant_name,
  building_name,
  floor_name,
  zone_name,
  entered_at,
  last_located_at,
  LEAD(entered_at) ${sinceBefore} AS left_at,
  TIMESTAMP_DIFF(LEAD(began_at) ${sinceBefore}, began_at, MILLISECOND) / 60000 AS minutes,
  reports
FROM stays
ORDER BY began_at`;
