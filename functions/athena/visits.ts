/** Visits that ended, each once. */

/** A WITH clause `visits`. One visit can be told twice, by DEVICE_EXIT and by DEVICE_PRESENCE: both carry its visit_id. */
export const visits = `visits AS (
  SELECT
    tenant_id,
    max(coalesce(tenant_name, tenant_id)) AS tenant_name,
    max(building_id) AS building_id,
    max(building_name) AS building_name,
    max(floor_name) AS floor_name,
    coalesce(zone_id, location_id) AS zone_id,
    max(coalesce(zone_name, location_name)) AS zone_name,
    CAST(max(local_time) AS date) AS day,
    max(dwell_minutes) AS dwell_minutes
  FROM latest
  GROUP BY tenant_id, coalesce(zone_id, location_id), coalesce(visit_id, record_uid)
)`;
