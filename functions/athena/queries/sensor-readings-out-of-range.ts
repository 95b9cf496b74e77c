import type { NamedQuery, QueryParameter } from "../../../shared/lake/named-query.ts";
import { comfortBand, comfortLimits } from "../comfort-band.ts";
import { inPeriod, latest, ofTenant, period, tenant } from "../latest.ts";

/** Comfort for the climate, a change of battery in good time. */
const limits: readonly QueryParameter[] = [
  ...comfortBand,
  { name: "battery_low", type: "number", description: "Lowest battery charge in range, %", default: "20" },
];

export const sensorReadingsOutOfRange: NamedQuery = {
  name: "sensor-readings-out-of-range",
  title: "Sensor readings out of range",
  description: "Sensors and rooms with readings outside the limits: how many, how far, first and last",
  chart: { kind: "bar", x: ["subject_kind", "location_name", "measurement"], y: ["out_of_range"] },
  parameters: [...period, tenant, ...limits],
  sql: `${latest(
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
limits (measurement, low, high) AS (
  VALUES
    ${comfortLimits},
    ('battery_pct', CAST(:battery_low AS double), CAST(100 AS double))
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
    element_at(measurements, measurement) AS reading
  FROM latest CROSS JOIN limits
)
SELECT
  max(coalesce(tenant_name, tenant_id)) AS tenant_name,
  subject_kind,
  subject_id,
  max(building_name) AS building_name,
  max(floor_name) AS floor_name,
  max(location_name) AS location_name,
  measurement,
  count(*) AS readings,
  count(CASE WHEN reading < low OR reading > high THEN 1 END) AS out_of_range,
  min(reading) AS lowest,
  max(reading) AS highest,
  min(CASE WHEN reading < low OR reading > high THEN occurred_at END) AS first_at,
  max(CASE WHEN reading < low OR reading > high THEN occurred_at END) AS last_at
FROM readings
WHERE reading IS NOT NULL
GROUP BY tenant_id, subject_kind, subject_id, measurement
HAVING count(CASE WHEN reading < low OR reading > high THEN 1 END) > 0
ORDER BY out_of_range DESC, tenant_name, subject_kind, subject_id, measurement`,
};
