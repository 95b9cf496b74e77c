import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { inPeriod, latest, ofTenant, period, tenant } from "../latest.ts";
import { silence } from "../silence.ts";

export const silentEquipment: NamedQuery = {
  name: "silent-equipment",
  title: "Hours in which cameras, sensors and network devices were silent",
  description:
    "Cameras, sensors, assets, room devices, connectors and controllers: the hours without an event since the first, and the longest run of them",
  chart: { kind: "bar", x: ["kind", "name", "id"], y: ["hours_silent"] },
  parameters: [...period, tenant],
  sql: `${latest(
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
    coalesce(element_at(labels, 'device_name'), location_name) AS name,
    building_name,
    floor_name
  FROM latest
),
${silence}`,
};
