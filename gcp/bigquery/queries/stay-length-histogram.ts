import { visitColumns, visitEnded } from "../../../shared/lake/asked-rows.ts";
import { inPeriod, latestWithLocalTime, ofTenant } from "../latest.ts";
import { visits } from "../visits.ts";

/** The last one has no end. */
const bounds = [0, 5, 10, 15, 30, 60, 120, 240, 480];
const lengths = bounds.map(
  (from, index) => `SELECT ${from} AS from_minutes, ${bounds[index + 1] ?? "NULL"} AS to_minutes`,
);

export const stayLengthHistogram = `${latestWithLocalTime(visitColumns, [inPeriod, ofTenant, ...visitEnded])},
${visits},
lengths AS (
  ${lengths.join("\n  UNION ALL ")}
)
SELECT
  MAX(tenant_name) AS tenant_name,
  building_id,
  MAX(building_name) AS building_name,
  from_minutes,
  to_minutes,
  COUNTIF(dwell_minutes >= from_minutes AND (to_minutes IS NULL OR dwell_minutes < to_minutes)) AS visits
FROM visits CROSS JOIN lengths
GROUP BY tenant_id, building_id, from_minutes, to_minutes
ORDER BY tenant_name, building_name, building_id, from_minutes`;
