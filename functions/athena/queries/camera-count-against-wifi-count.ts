import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { inPeriod, latestWithLocalTime, ofTenant, period, tenant, timeZone } from "../latest.ts";

/** Compared place by place: a floor's count and its zones' counts overlap, so adding them up would count twice. */
export const cameraCountAgainstWifiCount: NamedQuery = {
  name: "camera-count-against-wifi-count",
  title: "Camera count against Wi-Fi count",
  description: "People counted by cameras beside devices associated with Wi-Fi, by location and hour",
  chart: {
    kind: "line",
    x: ["hour_start"],
    y: ["camera_people", "wifi_devices"],
    series: ["tenant_name", "building_name", "location_name"],
  },
  parameters: [...period, tenant, timeZone],
  sql: `${latestWithLocalTime(
    [
      "occurred_at",
      "event_type",
      "tenant_id",
      "tenant_name",
      "building_name",
      "location_id",
      "location_name",
      "people_count",
      "associated_count",
    ],
    [inPeriod, ofTenant, "event_type IN ('CAMERA_COUNT', 'DEVICE_COUNT')", "location_id IS NOT NULL"],
  )},
hours AS (
  SELECT
    date_trunc('hour', local_time) AS hour_start,
    tenant_id,
    location_id,
    max(coalesce(tenant_name, tenant_id)) AS tenant_name,
    max(building_name) AS building_name,
    max(location_name) AS location_name,
    avg(CAST(CASE WHEN event_type = 'CAMERA_COUNT' THEN people_count END AS double)) AS camera_people,
    avg(CAST(CASE WHEN event_type = 'DEVICE_COUNT' THEN associated_count END AS double)) AS wifi_devices
  FROM latest
  GROUP BY date_trunc('hour', local_time), tenant_id, location_id
)
SELECT
  hour_start,
  tenant_name,
  building_name,
  location_id,
  location_name,
  camera_people,
  wifi_devices,
  wifi_devices / nullif(camera_people, 0) AS devices_per_person
FROM hours
ORDER BY hour_start, tenant_name, building_name, location_name, location_id`,
};
