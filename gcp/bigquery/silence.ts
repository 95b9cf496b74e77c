/** For how many hours nothing was heard of a thing. */

/**
 * The end of a query after a WITH clause `heard` of `tenant_id`, `tenant_name`, `kind`, `id`, `name`, `building_name`,
 * `floor_name` and `occurred_at`. A thing can have been silent from the hour it was first heard in to the newest hour in
 * which anything of its tenant was: before, it may not have been there, and after, nobody listened.
 */
export const silence = `hours AS (
  SELECT
    tenant_id,
    kind,
    id,
    MAX(IFNULL(tenant_name, tenant_id)) AS tenant_name,
    MAX(name) AS name,
    MAX(building_name) AS building_name,
    MAX(floor_name) AS floor_name,
    TIMESTAMP_TRUNC(occurred_at, HOUR) AS hour_start,
    MIN(occurred_at) AS first_at,
    MAX(occurred_at) AS last_at
  FROM heard
  GROUP BY tenant_id, kind, id, hour_start
),
gaps AS (
  SELECT
    *,
    LAG(hour_start) OVER (PARTITION BY tenant_id, kind, id ORDER BY hour_start) AS hour_before,
    MAX(hour_start) OVER (PARTITION BY tenant_id) AS newest_hour
  FROM hours
)
SELECT
  MAX(tenant_name) AS tenant_name,
  kind,
  id,
  MAX(name) AS name,
  MAX(building_name) AS building_name,
  MAX(floor_name) AS floor_name,
  MIN(first_at) AS first_heard_at,
  MAX(last_at) AS last_heard_at,
  COUNT(*) AS hours_heard,
  TIMESTAMP_DIFF(MAX(newest_hour), MIN(hour_start), HOUR) + 1 - COUNT(*) AS hours_silent,
  GREATEST(
    IFNULL(MAX(TIMESTAMP_DIFF(hour_start, hour_before, HOUR)) - 1, 0),
    TIMESTAMP_DIFF(MAX(newest_hour), MAX(hour_start), HOUR)
  ) AS longest_silence_hours
FROM gaps
GROUP BY tenant_id, kind, id
ORDER BY hours_silent DESC, tenant_name, kind, id`;
