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
    max(coalesce(tenant_name, tenant_id)) AS tenant_name,
    max(name) AS name,
    max(building_name) AS building_name,
    max(floor_name) AS floor_name,
    date_trunc('hour', occurred_at) AS hour_start,
    min(occurred_at) AS first_at,
    max(occurred_at) AS last_at
  FROM heard
  GROUP BY tenant_id, kind, id, date_trunc('hour', occurred_at)
),
gaps AS (
  SELECT
    *,
    lag(hour_start) OVER (PARTITION BY tenant_id, kind, id ORDER BY hour_start) AS hour_before,
    max(hour_start) OVER (PARTITION BY tenant_id) AS newest_hour
  FROM hours
)
SELECT
  max(tenant_name) AS tenant_name,
  kind,
  id,
  max(name) AS name,
  max(building_name) AS building_name,
  max(floor_name) AS floor_name,
  min(first_at) AS first_heard_at,
  max(last_at) AS last_heard_at,
  count(*) AS hours_heard,
  date_diff('hour', min(hour_start), max(newest_hour)) + 1 - count(*) AS hours_silent,
  greatest(
    coalesce(max(date_diff('hour', hour_before, hour_start)) - 1, 0),
    date_diff('hour', max(hour_start), max(newest_hour))
  ) AS longest_silence_hours
FROM gaps
GROUP BY tenant_id, kind, id
ORDER BY hours_silent DESC, tenant_name, kind, id`;
