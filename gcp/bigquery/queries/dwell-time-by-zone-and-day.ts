import { visitColumns, visitEnded } from "../../../shared/lake/asked-rows.ts";
import { inPeriod, latestWithLocalTime, ofTenant } from "../latest.ts";
import { quantile } from "../values.ts";
import { visits } from "../visits.ts";

export const dwellTimeByZoneAndDay = `${latestWithLocalTime(visitColumns, [inPeriod, ofTenant, ...visitEnded])},
${visits}
SELECT
  day,
  MAX(tenant_name) AS tenant_name,
  MAX(building_name) AS building_name,
  MAX(floor_name) AS floor_name,
  zone_id,
  MAX(zone_name) AS zone_name,
  COUNT(*) AS visits,
  AVG(dwell_minutes) AS average_minutes,
  ${quantile("dwell_minutes", 50)} AS median_minutes,
  MAX(dwell_minutes) AS longest_minutes
FROM visits
GROUP BY day, tenant_id, zone_id
ORDER BY day, visits DESC, zone_id`;
