import { inPeriod, latest, ofTenant } from "../latest.ts";
import { silence } from "../silence.ts";

/** No event is about an access point; these say by which ones a device was heard or joined. They have no column: `payload` is read. */
const namesAccessPoints = "event_type IN ('DEVICE_ASSOCIATION', 'DEVICE_RSSI_UPDATE', 'BLE_RSSI_UPDATE')";

export const silentAccessPoints = `${latest(
  ["occurred_at", "tenant_id", "tenant_name", "building_name", "floor_name", "payload"],
  [inPeriod, ofTenant, namesAccessPoints],
)},
heard AS (
  SELECT
    occurred_at,
    tenant_id,
    tenant_name,
    'access_point' AS kind,
    access_point AS id,
    CAST(NULL AS STRING) AS name,
    building_name,
    floor_name
  FROM latest CROSS JOIN UNNEST(REGEXP_EXTRACT_ALL(payload, '"apMacAddress":"([^"]+)"')) AS access_point
),
${silence}`;
