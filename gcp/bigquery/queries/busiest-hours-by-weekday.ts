import { inPeriod, latestWithLocalTime, ofTenant } from "../latest.ts";
import { there } from "../people.ts";

export const busiestHoursByWeekday = `${latestWithLocalTime(
  ["tenant_id", "tenant_name", "building_id", "building_name", "subject_id"],
  [inPeriod, ofTenant, "building_id IS NOT NULL", "subject_kind = 'device'", there],
)},
hours AS (
  SELECT
    tenant_id,
    building_id,
    MAX(IFNULL(tenant_name, tenant_id)) AS tenant_name,
    MAX(building_name) AS building_name,
    DATETIME_TRUNC(local_time, HOUR) AS hour_start,
    COUNT(DISTINCT subject_id) AS devices
  FROM latest
  GROUP BY tenant_id, building_id, hour_start
)
SELECT
  MAX(tenant_name) AS tenant_name,
  building_id,
  MAX(building_name) AS building_name,
  CAST(FORMAT_DATETIME('%u', hour_start) AS INT64) AS weekday,
  EXTRACT(HOUR FROM hour_start) AS hour_of_day,
  COUNT(*) AS days,
  AVG(devices) AS average_devices,
  MAX(devices) AS peak_devices
FROM hours
GROUP BY tenant_id, building_id, weekday, hour_of_day
ORDER BY average_devices DESC, building_id, weekday, hour_of_day`;
