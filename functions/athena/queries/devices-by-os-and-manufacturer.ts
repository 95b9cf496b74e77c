import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { inPeriod, latest, ofTenant, period, tenant } from "../latest.ts";

/** What a device last said of itself counts; an event that does not say leaves the earlier answer standing. */
export const devicesByOsAndManufacturer: NamedQuery = {
  name: "devices-by-os-and-manufacturer",
  title: "Devices by operating system and manufacturer",
  description: "Distinct devices by the operating system and manufacturer they last reported",
  chart: { kind: "bar", x: ["os", "manufacturer"], y: ["devices"] },
  parameters: [...period, tenant],
  sql: `${latest(["occurred_at", "subject_id", "os", "manufacturer"], [inPeriod, ofTenant, "subject_kind = 'device'"])},
devices AS (
  SELECT
    subject_id,
    max_by(os, occurred_at) FILTER (WHERE os IS NOT NULL) AS os,
    max_by(manufacturer, occurred_at) FILTER (WHERE manufacturer IS NOT NULL) AS manufacturer
  FROM latest
  GROUP BY subject_id
)
SELECT
  coalesce(os, 'unknown') AS os,
  coalesce(manufacturer, 'unknown') AS manufacturer,
  count(*) AS devices
FROM devices
GROUP BY coalesce(os, 'unknown'), coalesce(manufacturer, 'unknown')
ORDER BY devices DESC, os, manufacturer`,
};
