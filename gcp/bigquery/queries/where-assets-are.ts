import { assetColumns, ofTags } from "../../../shared/lake/asked-rows.ts";
import { ofAsset } from "../assets.ts";
import { inPeriod, latestWithLocalTime, ofTenant } from "../latest.ts";
import { label } from "../values.ts";

const ofThing = "PARTITION BY tenant_id, subject_id";

/** A thing is an asset once it was told as one; what its tag told as a sensor says where it is, too. */
export const whereAssetsAre = `${latestWithLocalTime(assetColumns, [
  inPeriod,
  ofTenant,
  ofTags,
  `(@asset = '' OR ${ofAsset})`,
])},
sightings AS (
  SELECT
    *,
    MAX(IF(subject_kind = 'asset', 1, 0)) OVER (${ofThing}) AS is_asset,
    MAX(${label("'device_name'")}) OVER (${ofThing}) AS asset_name,
    ROW_NUMBER() OVER (${ofThing} ORDER BY occurred_at DESC, record_uid DESC) AS age
  FROM latest
)
SELECT
  IFNULL(tenant_name, tenant_id) AS tenant_name,
  subject_id AS asset_id,
  asset_name,
  building_name,
  floor_name,
  IFNULL(zone_name, location_name) AS zone_name,
  x,
  y,
  local_time AS located_at
FROM sightings
WHERE is_asset = 1 AND age = 1
ORDER BY tenant_name, asset_name, asset_id`;
