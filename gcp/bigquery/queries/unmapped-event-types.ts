import { inPeriod, latest, ofTenant } from "../latest.ts";

/** Such events are kept whole in `payload`; the example says which to look at when a mapping is written. */
export const unmappedEventTypes = `${latest(
  ["record_uid", "event_type", "tenant_id", "occurred_at"],
  [inPeriod, ofTenant, "event_family = 'other'"],
)}
SELECT
  event_type,
  COUNT(*) AS events,
  COUNT(DISTINCT tenant_id) AS tenants,
  MIN(occurred_at) AS first_at,
  MAX(occurred_at) AS last_at,
  MIN(record_uid) AS example_record_uid
FROM latest
GROUP BY event_type
ORDER BY events DESC, event_type`;
