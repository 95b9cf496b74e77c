import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { inPeriod, latestWithLocalTime, ofTenant, period, tenant, timeZone } from "../latest.ts";
import { there } from "../people.ts";

export const hourlyOccupancyByFloor: NamedQuery = {
  name: "hourly-occupancy-by-floor",
  title: "Hourly occupancy by floor",
  description:
    "Distinct devices and users seen on each floor in each hour, and the highest people count reported there",
  chart: { kind: "line", x: ["hour_start"], y: ["devices"], series: ["tenant_name", "building_name", "floor_name"] },
  parameters: [...period, tenant, timeZone],
  sql: `${latestWithLocalTime(
    [
      "occurred_at",
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
  date_trunc('hour', local_time) AS hour_start,
  max(coalesce(tenant_name, tenant_id)) AS tenant_name,
  max(building_name) AS building_name,
  floor_id,
  max(floor_name) AS floor_name,
  count(DISTINCT CASE WHEN subject_kind = 'device' AND ${there} THEN subject_id END) AS devices,
  count(DISTINCT CASE WHEN subject_kind = 'user' AND ${there} THEN subject_id END) AS users,
  max(people_count) AS peak_people_count
FROM latest
GROUP BY date_trunc('hour', local_time), tenant_id, floor_id
ORDER BY hour_start, tenant_name, building_name, floor_name, floor_id`,
};
