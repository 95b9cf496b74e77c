import { inPeriod, latestWithLocalTime, ofTenant } from "../latest.ts";

/** Compared place by place: a floor's count and its zones' counts overlap, so adding them up would count twice. */
export const cameraCountAgainstWifiCount = `${latestWithLocalTime(
  [
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
    DATETIME_TRUNC(local_time, HOUR) AS hour_start,
    tenant_id,
    location_id,
    MAX(IFNULL(tenant_name, tenant_id)) AS tenant_name,
    MAX(building_name) AS building_name,
    MAX(location_name) AS location_name,
    AVG(IF(event_type = 'CAMERA_COUNT', people_count, NULL)) AS camera_people,
    AVG(IF(event_type = 'DEVICE_COUNT', associated_count, NULL)) AS wifi_devices
  FROM latest
  GROUP BY hour_start, tenant_id, location_id
)
SELECT
  hour_start,
  tenant_name,
  building_name,
  location_id,
  location_name,
  camera_people,
  wifi_devices,
  wifi_devices / NULLIF(camera_people, 0) AS devices_per_person
FROM hours
ORDER BY hour_start, tenant_name, building_name, location_name, location_id`;
