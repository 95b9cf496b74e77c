/** Visits that ended, each once. */

/** What a row of `latest` has to have for `visits`. */
export const visitColumns = [
  "record_uid",
  "occurred_at",
  "tenant_id",
  "tenant_name",
  "visit_id",
  "building_id",
  "building_name",
  "floor_name",
  "zone_id",
  "zone_name",
  "location_id",
  "location_name",
  "dwell_minutes",
] as const;

/** Conditions: a device's visit that ended, and how long it was. */
export const visitEnded = ["subject_kind = 'device'", "presence = 'exit'", "dwell_minutes IS NOT NULL"] as const;

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
