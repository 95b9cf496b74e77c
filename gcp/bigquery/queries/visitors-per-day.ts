import { ofPeople } from "../../../shared/lake/asked-rows.ts";
import { inPeriod, latestWithLocalTime, ofTenant } from "../latest.ts";
import { sightings } from "../people.ts";
import { measurement } from "../values.ts";

/** An entry tells the days since the last visit; who came on an earlier day of the period returns, told or not. */
export const visitorsPerDay = `${latestWithLocalTime(
  ["tenant_id", "tenant_name", "building_id", "building_name", "subject_kind", "subject_id", "user_id", "measurements"],
  [inPeriod, ofTenant, ofPeople, "building_id IS NOT NULL"],
)},
${sightings},
days AS (
  SELECT
    tenant_id,
    building_id,
    person,
    CAST(local_time AS DATE) AS day,
    MAX(IFNULL(tenant_name, tenant_id)) AS tenant_name,
    MAX(building_name) AS building_name,
    MAX(IFNULL(${measurement("'days_since_last_visit'")}, 0)) AS days_since_last_visit
  FROM sightings
  GROUP BY tenant_id, building_id, person, day
),
known AS (
  SELECT
    *,
    days_since_last_visit > 0
      OR LAG(day) OVER (PARTITION BY tenant_id, building_id, person ORDER BY day) IS NOT NULL AS came_before
  FROM days
)
SELECT
  day,
  MAX(tenant_name) AS tenant_name,
  building_id,
  MAX(building_name) AS building_name,
  COUNT(*) AS visitors,
  COUNTIF(NOT came_before) AS new_visitors,
  COUNTIF(came_before) AS returning_visitors
FROM known
GROUP BY day, tenant_id, building_id
ORDER BY day, tenant_name, building_name, building_id`;
