import type { NamedQuery, QueryParameter } from "../../../shared/lake/named-query.ts";
import { inPeriod, latest, ofTenant, period, tenant } from "../latest.ts";

/** Comfort for the climate (ASHRAE 55 and 62.1 give the order of magnitude), a change of battery in good time. */
const limits: readonly QueryParameter[] = [
  { name: "temperature_low", type: "number", description: "Lowest temperature in range, °C", default: "18" },
  { name: "temperature_high", type: "number", description: "Highest temperature in range, °C", default: "27" },
  { name: "humidity_low", type: "number", description: "Lowest relative humidity in range, %", default: "30" },
  { name: "humidity_high", type: "number", description: "Highest relative humidity in range, %", default: "60" },
  { name: "co2_high", type: "number", description: "Highest carbon dioxide in range, ppm", default: "1000" },
  { name: "battery_low", type: "number", description: "Lowest battery charge in range, %", default: "20" },
];

export const sensorReadingsOutOfRange: NamedQuery = {
  name: "sensor-readings-out-of-range",
  title: "Sensor readings out of range",
  description: "Sensors and rooms with readings outside the limits: how many, how far, first and last",
  chart: { kind: "bar", x: ["subject_kind", "location_name", "measurement"], y: ["out_of_range"] },
  parameters: [...period, tenant, ...limits],
  sql: `${latest(
    ["occurred_at", "subject_kind", "subject_id", "location_name", "floor_name", "measurements"],
    [inPeriod, ofTenant, "measurements IS NOT NULL"],
  )},
limits (measurement, low, high) AS (
  VALUES
    ('temperature_c', CAST(:temperature_low AS double), CAST(:temperature_high AS double)),
    ('humidity_pct', CAST(:humidity_low AS double), CAST(:humidity_high AS double)),
    ('co2_ppm', CAST(0 AS double), CAST(:co2_high AS double)),
    ('battery_pct', CAST(:battery_low AS double), CAST(100 AS double))
),
readings AS (
  SELECT
    occurred_at,
    subject_kind,
    subject_id,
    location_name,
    floor_name,
    measurement,
    low,
    high,
    element_at(measurements, measurement) AS reading
  FROM latest CROSS JOIN limits
)
SELECT
  subject_kind,
  subject_id,
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
GROUP BY subject_kind, subject_id, measurement
HAVING count(CASE WHEN reading < low OR reading > high THEN 1 END) > 0
ORDER BY out_of_range DESC, subject_id, measurement`,
};
