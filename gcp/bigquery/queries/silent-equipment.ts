import { inPeriod, latest, ofTenant } from "../latest.ts";
import { silence } from "../silence.ts";
import { label } from "../values.ts";

export const silentEquipment = `${latest(
  [
    "occurred_at",
    "tenant_id",
    "tenant_name",
    "subject_kind",
    "subject_id",
    "building_name",
    "floor_name",
    "location_name",
    "labels",
  ],
  [inPeriod, ofTenant, "subject_kind IN ('camera', 'sensor', 'asset', 'room_device', 'connector', 'controller')"],
)},
heard AS (
  SELECT
    occurred_at,
    tenant_id,
    tenant_name,
    subject_kind AS kind,
    subject_id AS id,
    IFNULL(${label("'device_name'")}, location_name) AS name,
    building_name,
    floor_name
  FROM latest
),
${silence}`;
