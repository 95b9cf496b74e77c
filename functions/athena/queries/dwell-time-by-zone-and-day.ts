import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { inPeriod, latestWithLocalTime, ofTenant, period, tenant, timeZone } from "../latest.ts";

/** One visit can be told twice, by DEVICE_EXIT and by DEVICE_PRESENCE: both carry its visit_id. */
export const dwellTimeByZoneAndDay: NamedQuery = {
  name: "dwell-time-by-zone-and-day",
  title: "Dwell time by zone and day",
  description: "Visits of devices that ended, with their length in minutes, by zone (else the leaf location) and day",
  chart: { kind: "bar", x: ["day", "zone_name"], y: ["average_minutes"] },
  parameters: [...period, tenant, timeZone],
  sql: `${latestWithLocalTime(
    ["record_uid", "visit_id", "zone_id", "zone_name", "location_id", "location_name", "occurred_at", "dwell_minutes"],
    [inPeriod, ofTenant, "subject_kind = 'device'", "presence = 'exit'", "dwell_minutes IS NOT NULL"],
  )},
visits AS (
  SELECT
    coalesce(zone_id, location_id) AS zone_id,
    max(coalesce(zone_name, location_name)) AS zone_name,
    CAST(max(local_time) AS date) AS day,
    max(dwell_minutes) AS dwell_minutes
  FROM latest
  GROUP BY coalesce(zone_id, location_id), coalesce(visit_id, record_uid)
)
SELECT
  day,
  zone_id,
  max(zone_name) AS zone_name,
  count(*) AS visits,
  avg(CAST(dwell_minutes AS double)) AS average_minutes,
  approx_percentile(dwell_minutes, 0.5) AS median_minutes,
  max(dwell_minutes) AS longest_minutes
FROM visits
GROUP BY day, zone_id
ORDER BY day, visits DESC, zone_id`,
};
