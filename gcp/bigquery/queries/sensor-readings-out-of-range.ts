import { comfortLimits } from "../comfort-band.ts";
import { inPeriod, latest, ofTenant } from "../latest.ts";
import { measurement } from "../values.ts";

const isOut = "reading < low OR reading > high";

/** Comfort for the climate, a change of battery in good time. */
export const sensorReadingsOutOfRange = `${latest(
  [
    "occurred_at",
    "tenant_id",
    "tenant_name",
    "subject_kind",
    "subject_id",
    "building_name",
    "floor_name",
    "location_name",
    "measurements",
  ],
  [inPeriod, ofTenant, "measurements IS NOT NULL"],
)},
limits AS (
  ${comfortLimits}
  UNION ALL SELECT 'battery_pct', @battery_low, 100.0
),
readings AS (
  SELECT
    occurred_at,
    tenant_id,
    tenant_name,
    subject_kind,
    subject_id,
    building_name,
    floor_name,
    location_name,
    measurement,
    low,
    high,
    ${measurement("measurement")} AS reading
  FROM latest CROSS JOIN limits
)
SELECT
  MAX(IFNULL(tenant_name, tenant_id)) AS tenant_name,
  subject_kind,
  subject_id,
  MAX(building_name) AS building_name,
  MAX(floor_name) AS floor_name,
  MAX(location_name) AS location_name,
  measurement,
  COUNT(*) AS readings,
  COUNTIF(${isOut}) AS out_of_range,
  MIN(reading) AS lowest,
  MAX(reading) AS highest,
  MIN(IF(${isOut}, occurred_at, NULL)) AS first_at,
  MAX(IF(${isOut}, occurred_at, NULL)) AS last_at
FROM readings
WHERE reading IS NOT NULL
GROUP BY tenant_id, subject_kind, subject_id, measurement
HAVING COUNTIF(${isOut}) > 0
ORDER BY out_of_range DESC, tenant_name, subject_kind, subject_id, measurement`;
