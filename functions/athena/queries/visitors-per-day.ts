import { ofPeople } from "../../../shared/lake/asked-rows.ts";
import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { inPeriod, latestWithLocalTime, ofTenant, period, tenant, timeZone } from "../latest.ts";
import { sightings } from "../people.ts";

/** An entry tells the days since the last visit; who came on an earlier day of the period returns, told or not. */
export const visitorsPerDay: NamedQuery = {
  name: "visitors-per-day",
  title: "Visitors per day, new against returning",
  description:
    "Distinct people in each building and day: those who came for the first time, as far as is known, and those who came again",
  chart: {
    kind: "line",
    x: ["day"],
    y: ["new_visitors", "returning_visitors"],
    series: ["tenant_name", "building_name"],
  },
  parameters: [...period, tenant, timeZone],
  sql: `${latestWithLocalTime(
    [
      "tenant_id",
      "tenant_name",
      "building_id",
      "building_name",
      "subject_kind",
      "subject_id",
      "user_id",
      "occurred_at",
      "measurements",
    ],
    [inPeriod, ofTenant, ofPeople, "building_id IS NOT NULL"],
  )},
${sightings},
days AS (
  SELECT
    tenant_id,
    building_id,
    person,
    CAST(local_time AS date) AS day,
    max(coalesce(tenant_name, tenant_id)) AS tenant_name,
    max(building_name) AS building_name,
    max(coalesce(element_at(measurements, 'days_since_last_visit'), 0)) AS days_since_last_visit
  FROM sightings
  GROUP BY tenant_id, building_id, person, CAST(local_time AS date)
),
known AS (
  SELECT
    *,
    days_since_last_visit > 0
      OR lag(day) OVER (PARTITION BY tenant_id, building_id, person ORDER BY day) IS NOT NULL AS came_before
  FROM days
)
SELECT
  day,
  max(tenant_name) AS tenant_name,
  building_id,
  max(building_name) AS building_name,
  count(*) AS visitors,
  count(CASE WHEN NOT came_before THEN 1 END) AS new_visitors,
  count(CASE WHEN came_before THEN 1 END) AS returning_visitors
FROM known
GROUP BY day, tenant_id, building_id
ORDER BY day, tenant_name, building_name, building_id`,
};
