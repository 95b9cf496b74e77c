/** Visits that ended, each once. */

/** A WITH clause `visits`. One visit can be told twice, by DEVICE_EXIT and by DEVICE_PRESENCE: both carry its visit_id. */
export const visits = `visits AS (
  SELECT
    tenant_id,
    MAX(IFNULL(tenant_name, tenant_id)) AS tenant_name,
    MAX(building_id) AS building_id,
    MAX(building_name) AS building_name,
    MAX(floor_name) AS floor_name,
    place_id AS zone_id,
    MAX(IFNULL(zone_name, location_name)) AS zone_name,
    CAST(MAX(local_time) AS DATE) AS day,
    MAX(dwell_minutes) AS dwell_minutes
  FROM (
    SELECT *, IFNULL(zone_id, location_id) AS place_id, IFNULL(visit_id, record_uid) AS visit
    FROM latest
  )
  GROUP BY tenant_id, place_id, visit
)`;
