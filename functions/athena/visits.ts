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
