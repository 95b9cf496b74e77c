import { visitColumns, visitEnded } from "../../../shared/lake/asked-rows.ts";
import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { inPeriod, latestWithLocalTime, ofTenant, period, tenant, timeZone } from "../latest.ts";
import { visits } from "../visits.ts";

/** The last one has no end. */
const bounds = [0, 5, 10, 15, 30, 60, 120, 240, 480];
const lengths = bounds.map((from, index) => `(${from}, ${bounds[index + 1] ?? "CAST(NULL AS integer)"})`);

export const stayLengthHistogram: NamedQuery = {
  name: "stay-length-histogram",
  title: "How long visits last",
  description:
    "Visits of devices to a zone (else the leaf location) that ended, by building and length; a length without a visit has its line, too",
  chart: { kind: "bar", x: ["from_minutes", "tenant_name", "building_name"], y: ["visits"] },
  parameters: [...period, tenant, timeZone],
  sql: `${latestWithLocalTime([...visitColumns], [inPeriod, ofTenant, ...visitEnded])},
${visits},
lengths (from_minutes, to_minutes) AS (
  VALUES
    ${lengths.join(",\n    ")}
)
SELECT
  max(tenant_name) AS tenant_name,
  building_id,
  max(building_name) AS building_name,
  from_minutes,
  to_minutes,
  count(CASE WHEN dwell_minutes >= from_minutes AND (to_minutes IS NULL OR dwell_minutes < to_minutes) THEN 1 END) AS visits
FROM visits CROSS JOIN lengths
GROUP BY tenant_id, building_id, from_minutes, to_minutes
ORDER BY tenant_name, building_name, building_id, from_minutes`,
};
