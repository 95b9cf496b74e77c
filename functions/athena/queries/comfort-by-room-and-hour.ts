import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { comfortBand, comfortLimits } from "../comfort-band.ts";
import { inPeriod, latestWithLocalTime, ofTenant, period, tenant, timeZone } from "../latest.ts";

export const comfortByRoomAndHour: NamedQuery = {
  name: "comfort-by-room-and-hour",
  title: "Comfort by room and hour",
  description:
    "Temperature, humidity and carbon dioxide of each room or zone by hour, and the share of readings that were in range",
  chart: {
    kind: "line",
    x: ["hour_start"],
    y: ["in_range_pct"],
    series: ["tenant_name", "building_name", "floor_name", "room_name", "measurement"],
  },
  parameters: [...period, tenant, timeZone, ...comfortBand],
  sql: `${latestWithLocalTime(
    [
      "occurred_at",
      "tenant_id",
      "tenant_name",
      "building_name",
      "floor_name",
      "location_id",
      "location_name",
      "measurements",
    ],
    [inPeriod, ofTenant, "location_id IS NOT NULL", "measurements IS NOT NULL"],
  )},
limits (measurement, low, high) AS (
  VALUES
    ${comfortLimits}
),
readings AS (
  SELECT
    date_trunc('hour', local_time) AS hour_start,
    tenant_id,
    tenant_name,
    building_name,
    floor_name,
    location_id,
    location_name,
    measurement,
    low,
    high,
    element_at(measurements, measurement) AS reading
  FROM latest CROSS JOIN limits
)
SELECT
  hour_start,
  max(coalesce(tenant_name, tenant_id)) AS tenant_name,
  max(building_name) AS building_name,
  max(floor_name) AS floor_name,
  location_id AS room_id,
  max(location_name) AS room_name,
  measurement,
  count(*) AS readings,
  avg(reading) AS average,
  min(reading) AS lowest,
  max(reading) AS highest,
  CAST(100 * count(CASE WHEN reading BETWEEN low AND high THEN 1 END) AS double) / count(*) AS in_range_pct
FROM readings
WHERE reading IS NOT NULL
GROUP BY hour_start, tenant_id, location_id, measurement
ORDER BY hour_start, tenant_name, building_name, floor_name, room_name, room_id, measurement`,
};
