import { inPeriod, latest, ofTenant } from "../latest.ts";

/** What a device last said of itself counts; an event that does not say leaves the earlier answer standing. */
export const devicesByOsAndManufacturer = `${latest(
  ["occurred_at", "subject_id", "os", "manufacturer"],
  [inPeriod, ofTenant, "subject_kind = 'device'"],
)},
devices AS (
  SELECT
    subject_id,
    MAX_BY(os, IF(os IS NULL, NULL, occurred_at)) AS last_os,
    MAX_BY(manufacturer, IF(manufacturer IS NULL, NULL, occurred_at)) AS last_manufacturer
  FROM latest
  GROUP BY subject_id
)
SELECT
  IFNULL(last_os, 'unknown') AS os,
  IFNULL(last_manufacturer, 'unknown') AS manufacturer,
  COUNT(*) AS devices
FROM devices
GROUP BY os, manufacturer
ORDER BY devices DESC, os, manufacturer`;
