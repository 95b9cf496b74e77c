import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { inPeriod, latestWithLocalTime, ofTenant, period, tenant, timeZone } from "../latest.ts";

const ofDevice = "OVER (PARTITION BY tenant_id, subject_id)";

/** An event that names no opt-in does not take one back: an empty list is not told apart from none. */
export const optInConversion: NamedQuery = {
  name: "opt-in-conversion",
  title: "Opt-in conversion",
  description:
    "Devices seen in each building and day, how many had opted in by then, and how many did so that day after they had been seen without",
  chart: { kind: "line", x: ["day"], y: ["opted_in_pct"], series: ["tenant_name", "building_name"] },
  parameters: [
    ...period,
    tenant,
    timeZone,
    { name: "opt_in", type: "text", description: "The opt-in, such as EMAIL; empty for any", default: "" },
  ],
  sql: `${latestWithLocalTime(
    ["occurred_at", "tenant_id", "tenant_name", "building_id", "building_name", "subject_id", "labels"],
    [inPeriod, ofTenant, "subject_kind = 'device'"],
  )},
told AS (
  SELECT
    tenant_id,
    tenant_name,
    building_id,
    building_name,
    subject_id,
    local_time,
    CASE
      -- Where one engine's concat ignores what is NULL, another's is NULL.
      WHEN element_at(labels, 'opt_ins') IS NULL THEN NULL
      WHEN :opt_in = '' THEN local_time
      WHEN strpos(concat(',', element_at(labels, 'opt_ins'), ','), concat(',', :opt_in, ',')) > 0 THEN local_time
    END AS opted_in_at
  FROM latest
),
devices AS (
  SELECT
    tenant_id,
    tenant_name,
    building_id,
    building_name,
    subject_id,
    CAST(local_time AS date) AS day,
    min(local_time) ${ofDevice} AS first_seen_at,
    min(opted_in_at) ${ofDevice} AS opted_in_at
  FROM told
),
counts AS (
  SELECT
    day,
    tenant_id,
    building_id,
    max(coalesce(tenant_name, tenant_id)) AS tenant_name,
    max(building_name) AS building_name,
    count(DISTINCT subject_id) AS devices,
    count(DISTINCT CASE WHEN CAST(opted_in_at AS date) <= day THEN subject_id END) AS opted_in,
    count(
      DISTINCT CASE WHEN CAST(opted_in_at AS date) = day AND opted_in_at > first_seen_at THEN subject_id END
    ) AS newly_opted_in
  FROM devices
  WHERE building_id IS NOT NULL
  GROUP BY day, tenant_id, building_id
)
SELECT
  day,
  tenant_name,
  building_id,
  building_name,
  devices,
  opted_in,
  newly_opted_in,
  CAST(100 * opted_in AS double) / devices AS opted_in_pct
FROM counts
ORDER BY day, tenant_name, building_name, building_id`,
};
