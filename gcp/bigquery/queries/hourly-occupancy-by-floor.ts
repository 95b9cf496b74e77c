import { inPeriod, latestWithLocalTime, ofTenant } from "../latest.ts";
import { there } from "../people.ts";

export const hourlyOccupancyByFloor = `${latestWithLocalTime(
  [
    "tenant_id",
    "tenant_name",
    "building_name",
    "floor_id",
    "floor_name",
    "subject_kind",
    "subject_id",
    "presence",
    "people_count",
  ],
  [inPeriod, ofTenant, "floor_id IS NOT NULL"],
)}
SELECT
  DATETIME_TRUNC(local_time, HOUR) AS hour_start,
  MAX(IFNULL(tenant_name, tenant_id)) AS tenant_name,
  MAX(building_name) AS building_name,
  floor_id,
  MAX(floor_name) AS floor_name,
  COUNT(DISTINCT IF(subject_kind = 'device' AND ${there}, subject_id, NULL)) AS devices,
  COUNT(DISTINCT IF(subject_kind = 'user' AND ${there}, subject_id, NULL)) AS users,
  MAX(people_count) AS peak_people_count
FROM latest
GROUP BY hour_start, tenant_id, floor_id
ORDER BY hour_start, tenant_name, building_name, floor_name, floor_id`;
