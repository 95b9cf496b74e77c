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

/** Condition: of the asset asked for. */
export const ofAsset = "(subject_id = @asset OR device_id = @asset OR mac_address = @asset)";
