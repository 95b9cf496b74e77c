import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { inPeriod, latest, ofTenant, period, tenant } from "../latest.ts";

/** Such events are kept whole in `payload`; the example says which to look at when a mapping is written. */
export const unmappedEventTypes: NamedQuery = {
  name: "unmapped-event-types",
  title: "Event types without a mapping",
  description: "Event types that arrived and that this version has no columns for, with one record_uid as an example",
  chart: { kind: "bar", x: ["event_type"], y: ["events"] },
  parameters: [...period, tenant],
  sql: `${latest(
    ["record_uid", "event_type", "tenant_id", "occurred_at"],
    [inPeriod, ofTenant, "event_family = 'other'"],
  )}
SELECT
  event_type,
  count(*) AS events,
  count(DISTINCT tenant_id) AS tenants,
  min(occurred_at) AS first_at,
  max(occurred_at) AS last_at,
  min(record_uid) AS example_record_uid
FROM latest
GROUP BY event_type
ORDER BY events DESC, event_type`,
};
