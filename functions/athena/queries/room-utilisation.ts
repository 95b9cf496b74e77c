import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { inPeriod, latestWithLocalTime, ofTenant, period, tenant, timeZone } from "../latest.ts";

/** The window a report is of; a report without one stands for itself. */
const reportWindow =
  "coalesce(CAST(CAST(element_at(measurements, 'window_start_at_ms') AS bigint) AS varchar), record_uid)";
/** The most people told: counted, else that somebody is there. */
const people =
  "coalesce(element_at(measurements, 'peak_people_count'), CAST(people_count AS double), element_at(measurements, 'presence'))";
/** Senders have been seen to write a word and true or false. */
const booked = "lower(element_at(labels, 'booking_status')) IN ('booked', 'true')";

export const roomUtilisation: NamedQuery = {
  name: "room-utilisation",
  title: "Room utilisation",
  description:
    "Rooms by day: the most people against the capacity, and how many windows (15 minutes as Cisco tells them) were used, booked, and booked while nobody came",
  chart: { kind: "bar", x: ["tenant_name", "building_name", "floor_name", "room_name", "day"], y: ["peak_pct"] },
  parameters: [...period, tenant, timeZone],
  sql: `${latestWithLocalTime(
    [
      "record_uid",
      "occurred_at",
      "tenant_id",
      "tenant_name",
      "building_name",
      "floor_name",
      "location_name",
      "subject_id",
      "people_count",
      "measurements",
      "labels",
    ],
    [inPeriod, ofTenant, "subject_kind = 'space'"],
  )},
windows AS (
  SELECT
    tenant_id,
    subject_id,
    CAST(min(local_time) AS date) AS day,
    max(coalesce(tenant_name, tenant_id)) AS tenant_name,
    max(building_name) AS building_name,
    max(floor_name) AS floor_name,
    max(coalesce(element_at(labels, 'space_name'), location_name)) AS room_name,
    max(element_at(measurements, 'capacity')) AS capacity,
    coalesce(max(${people}), 0) AS people,
    max(CASE WHEN ${booked} THEN 1 ELSE 0 END) AS booked
  FROM latest
  GROUP BY tenant_id, subject_id, ${reportWindow}
)
SELECT
  day,
  max(tenant_name) AS tenant_name,
  max(building_name) AS building_name,
  max(floor_name) AS floor_name,
  subject_id AS room_id,
  max(room_name) AS room_name,
  max(capacity) AS capacity,
  max(people) AS peak_people,
  100 * max(people) / max(capacity) AS peak_pct,
  count(*) AS windows,
  count(CASE WHEN people > 0 THEN 1 END) AS used_windows,
  sum(booked) AS booked_windows,
  count(CASE WHEN booked = 1 AND people = 0 THEN 1 END) AS booked_empty_windows
FROM windows
GROUP BY day, tenant_id, subject_id
ORDER BY day, tenant_name, building_name, floor_name, room_id`,
};
