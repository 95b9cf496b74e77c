import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { inPeriod, latest, ofTenant, period, tenant } from "../latest.ts";
import { silence } from "../silence.ts";

/** No event is about an access point; these say by which ones a device was heard or joined. They have no column: `payload` is read. */
const namesAccessPoints = "event_type IN ('DEVICE_ASSOCIATION', 'DEVICE_RSSI_UPDATE', 'BLE_RSSI_UPDATE')";

export const silentAccessPoints: NamedQuery = {
  name: "silent-access-points",
  title: "Hours in which access points heard nobody",
  description:
    "Access points that are named by association and signal strength events: the hours without one since the first, and the longest run of them",
  chart: { kind: "bar", x: ["building_name", "floor_name", "id"], y: ["hours_silent"] },
  parameters: [...period, tenant],
  sql: `${latest(
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
    CAST(NULL AS varchar) AS name,
    building_name,
    floor_name
  FROM latest CROSS JOIN UNNEST(regexp_extract_all(payload, '"apMacAddress":"([^"]+)"', 1)) AS named (access_point)
),
${silence}`,
};
