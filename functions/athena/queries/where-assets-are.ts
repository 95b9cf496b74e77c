import { assetColumns, ofTags } from "../../../shared/lake/asked-rows.ts";
import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { ofAsset } from "../assets.ts";
import { DEVICE_OR_ADDRESS, inPeriod, latestWithLocalTime, ofTenant, period, tenant, timeZone } from "../latest.ts";

/** A thing is an asset once it was told as one; what its tag told as a sensor says where it is, too. */
export const whereAssetsAre: NamedQuery = {
  name: "where-assets-are",
  title: "Where assets are",
  description: "Where each asset, or the one asked for, was last located in the period",
  chart: { kind: "points", x: ["x"], y: ["y"], series: ["tenant_name", "building_name", "floor_name"] },
  parameters: [
    ...period,
    tenant,
    {
      name: "asset",
      type: "text",
      description: `${DEVICE_OR_ADDRESS}; empty for all assets`,
      default: "",
    },
    timeZone,
  ],
  sql: `${latestWithLocalTime([...assetColumns], [inPeriod, ofTenant, ofTags, `(:asset = '' OR ${ofAsset})`])},
sightings AS (
  SELECT
    *,
    max(CASE WHEN subject_kind = 'asset' THEN 1 ELSE 0 END) OVER (PARTITION BY tenant_id, subject_id) AS is_asset,
    max(element_at(labels, 'device_name')) OVER (PARTITION BY tenant_id, subject_id) AS asset_name,
    row_number() OVER (PARTITION BY tenant_id, subject_id ORDER BY occurred_at DESC, record_uid DESC) AS age
  FROM latest
)
SELECT
  coalesce(tenant_name, tenant_id) AS tenant_name,
  subject_id AS asset_id,
  asset_name,
  building_name,
  floor_name,
  coalesce(zone_name, location_name) AS zone_name,
  x,
  y,
  local_time AS located_at
FROM sightings
WHERE is_asset = 1 AND age = 1
ORDER BY tenant_name, asset_name, asset_id`,
};
