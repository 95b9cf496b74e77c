import { assetColumns, ofTags } from "../../../shared/lake/asked-rows.ts";
import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { ofAsset } from "../assets.ts";
import { DEVICE_OR_ADDRESS, inPeriod, latestWithLocalTime, period, timeZone } from "../latest.ts";

const before = "OVER (PARTITION BY tenant_id, subject_id ORDER BY occurred_at, record_uid)";

/** It has left a zone when it is located in the next: between two reports nobody knows. */
export const staysOfOneAsset: NamedQuery = {
  name: "stays-of-one-asset",
  title: "Stays of one asset",
  description: "Where one asset was, zone after zone: since when, until when, and when it was located in the next zone",
  chart: { kind: "bar", x: ["entered_at", "floor_name", "zone_name"], y: ["minutes"] },
  parameters: [
    ...period,
    {
      name: "asset",
      type: "text",
      description: DEVICE_OR_ADDRESS,
    },
    timeZone,
  ],
  sql: `${latestWithLocalTime([...assetColumns], [inPeriod, ofTags, ofAsset])},
places AS (
  SELECT
    *,
    CASE
      WHEN coalesce(zone_id, location_id) IS DISTINCT FROM lag(coalesce(zone_id, location_id)) ${before} THEN 1
      ELSE 0
    END AS arrived
  FROM latest
),
numbered AS (
  SELECT *, sum(arrived) ${before} AS stay FROM places
),
stays AS (
  SELECT
    tenant_id,
    subject_id,
    stay,
    max(coalesce(tenant_name, tenant_id)) AS tenant_name,
    max(building_name) AS building_name,
    max(floor_name) AS floor_name,
    max(coalesce(zone_name, location_name)) AS zone_name,
    count(*) AS reports,
    min(occurred_at) AS began_at,
    min(local_time) AS entered_at,
    max(local_time) AS last_located_at
  FROM numbered
  GROUP BY tenant_id, subject_id, stay
)
SELECT
  tenant_name,
  building_name,
  floor_name,
  zone_name,
  entered_at,
  last_located_at,
  lead(entered_at) OVER (PARTITION BY tenant_id, subject_id ORDER BY stay) AS left_at,
  CAST(
    date_diff('millisecond', began_at, lead(began_at) OVER (PARTITION BY tenant_id, subject_id ORDER BY stay)) AS double
  ) / 60000 AS minutes,
  reports
FROM stays
ORDER BY began_at`,
};
