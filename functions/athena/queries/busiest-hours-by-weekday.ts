import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { inPeriod, latestWithLocalTime, ofTenant, period, tenant, timeZone } from "../latest.ts";
import { there } from "../people.ts";

export const busiestHoursByWeekday: NamedQuery = {
  name: "busiest-hours-by-weekday",
  title: "Busiest hours by weekday",
  description:
    "Distinct devices present per building in an hour, averaged over the days of that weekday that had any; weekday 1 is Monday",
  chart: {
    kind: "line",
    x: ["hour_of_day"],
    y: ["average_devices"],
    series: ["tenant_name", "building_name", "weekday"],
  },
  parameters: [...period, tenant, timeZone],
  sql: `${latestWithLocalTime(
    ["occurred_at", "tenant_id", "tenant_name", "building_id", "building_name", "subject_id"],
    [inPeriod, ofTenant, "building_id IS NOT NULL", "subject_kind = 'device'", there],
  )},
hours AS (
  SELECT
    tenant_id,
    building_id,
    max(coalesce(tenant_name, tenant_id)) AS tenant_name,
    max(building_name) AS building_name,
    date_trunc('hour', local_time) AS hour_start,
    count(DISTINCT subject_id) AS devices
  FROM latest
  GROUP BY tenant_id, building_id, date_trunc('hour', local_time)
)
SELECT
  max(tenant_name) AS tenant_name,
  building_id,
  max(building_name) AS building_name,
  day_of_week(hour_start) AS weekday,
  hour(hour_start) AS hour_of_day,
  count(*) AS days,
  avg(CAST(devices AS double)) AS average_devices,
  max(devices) AS peak_devices
FROM hours
GROUP BY tenant_id, building_id, day_of_week(hour_start), hour(hour_start)
ORDER BY average_devices DESC, building_id, weekday, hour_of_day`,
};
