import { comfortLimits } from "../comfort-band.ts";
import { inPeriod, latestWithLocalTime, ofTenant } from "../latest.ts";
import { measurement } from "../values.ts";

export const comfortByRoomAndHour = `${latestWithLocalTime(
  ["tenant_id", "tenant_name", "building_name", "floor_name", "location_id", "location_name", "measurements"],
  [inPeriod, ofTenant, "location_id IS NOT NULL", "measurements IS NOT NULL"],
)},
limits AS (
  ${comfortLimits}
),
readings AS (
  SELECT
    DATETIME_TRUNC(local_time, HOUR) AS hour_start,
    tenant_id,
    tenant_name,
    building_name,
    floor_name,
    location_id,
    location_name,
    measurement,
    low,
    high,
    ${measurement("measurement")} AS reading
  FROM latest CROSS JOIN limits
)
SELECT
  hour_start,
  MAX(IFNULL(tenant_name, tenant_id)) AS tenant_name,
  MAX(building_name) AS building_name,
  MAX(floor_name) AS floor_name,
  location_id AS room_id,
  MAX(location_name) AS room_name,
  measurement,
  COUNT(*) AS readings,
  AVG(reading) AS average,
  MIN(reading) AS lowest,
  MAX(reading) AS highest,
  100 * COUNTIF(reading BETWEEN low AND high) / COUNT(*) AS in_range_pct
FROM readings
WHERE reading IS NOT NULL
GROUP BY hour_start, tenant_id, location_id, measurement
ORDER BY hour_start, tenant_name, building_name, floor_name, room_name, room_id, measurement`;
