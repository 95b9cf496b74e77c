import { visitColumns, visitEnded } from "../../../shared/lake/asked-rows.ts";
import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { inPeriod, latestWithLocalTime, ofTenant, period, tenant, timeZone } from "../latest.ts";
import { visits } from "../visits.ts";

export const dwellTimeByZoneAndDay: NamedQuery = {
  name: "dwell-time-by-zone-and-day",
  title: "Dwell time by zone and day",
  description: "Visits of devices that ended, with their length in minutes, by zone (else the leaf location) and day",
  chart: { kind: "bar", x: ["day", "building_name", "floor_name", "zone_name"], y: ["average_minutes"] },
  parameters: [...period, tenant, timeZone],
  sql: `${latestWithLocalTime([...visitColumns], [inPeriod, ofTenant, ...visitEnded])},
${visits}
SELECT
  day,
  max(tenant_name) AS tenant_name,
  max(building_name) AS building_name,
  max(floor_name) AS floor_name,
  zone_id,
  max(zone_name) AS zone_name,
  count(*) AS visits,
  avg(CAST(dwell_minutes AS double)) AS average_minutes,
  approx_percentile(dwell_minutes, 0.5) AS median_minutes,
  max(dwell_minutes) AS longest_minutes
FROM visits
GROUP BY day, tenant_id, zone_id
ORDER BY day, visits DESC, zone_id`,
};
