/** The columns and conditions of the named queries that read the same in every dialect of SQL. */

/** What a row of `latest` has to have for a WITH clause `visits`. */
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

export const flowColumns = [
  "record_uid",
  "occurred_at",
  "tenant_id",
  "tenant_name",
  "subject_id",
  "building_id",
  "building_name",
  "floor_name",
  "zone_id",
  "zone_name",
  "location_id",
  "location_name",
] as const;

/** Things with a tag: told as assets by their position, as sensors by what the tag measures. */
export const assetColumns = [
  "record_uid",
  "occurred_at",
  "tenant_id",
  "tenant_name",
  "subject_kind",
  "subject_id",
  "building_name",
  "floor_name",
  "zone_id",
  "zone_name",
  "location_id",
  "location_name",
  "x",
  "y",
  "labels",
] as const;

/** Condition: of a tag or a sensor, and somewhere. */
export const ofTags = "subject_kind IN ('asset', 'sensor') AND location_id IS NOT NULL";

/** Condition: about a person or a device that a person carries. A tag is an asset or a sensor, a room's screen a room device. */
export const ofPeople = "subject_kind IN ('device', 'user')";
