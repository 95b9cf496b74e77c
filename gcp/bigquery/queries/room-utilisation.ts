import { inPeriod, latestWithLocalTime, ofTenant } from "../latest.ts";
import { label, measurement } from "../values.ts";

/** The window a report is of; a report without one stands for itself. */
const reportWindow = `IFNULL(CAST(CAST(${measurement("'window_start_at_ms'")} AS INT64) AS STRING), record_uid)`;
/** The most people told: counted, else that somebody is there. */
const people = `COALESCE(${measurement("'peak_people_count'")}, people_count, ${measurement("'presence'")})`;
/** Senders have been seen to write a word and true or false. */
const booked = `LOWER(${label("'booking_status'")}) IN ('booked', 'true')`;

export const roomUtilisation = `${latestWithLocalTime(
  [
    "record_uid",
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
reports AS (
  SELECT *, ${reportWindow} AS report_window FROM latest
),
windows AS (
  SELECT
    tenant_id,
    subject_id,
    CAST(MIN(local_time) AS DATE) AS day,
    MAX(IFNULL(tenant_name, tenant_id)) AS tenant_name,
    MAX(building_name) AS building_name,
    MAX(floor_name) AS floor_name,
    MAX(IFNULL(${label("'space_name'")}, location_name)) AS room_name,
    MAX(${measurement("'capacity'")}) AS capacity,
    IFNULL(MAX(${people}), 0) AS people,
    MAX(IF(${booked}, 1, 0)) AS booked
  FROM reports
  GROUP BY tenant_id, subject_id, report_window
)
SELECT
  day,
  MAX(tenant_name) AS tenant_name,
  MAX(building_name) AS building_name,
  MAX(floor_name) AS floor_name,
  subject_id AS room_id,
  MAX(room_name) AS room_name,
  MAX(capacity) AS capacity,
  MAX(people) AS peak_people,
  100 * MAX(people) / NULLIF(MAX(capacity), 0) AS peak_pct,
  COUNT(*) AS windows,
  COUNTIF(people > 0) AS used_windows,
  SUM(booked) AS booked_windows,
  COUNTIF(booked = 1 AND people = 0) AS booked_empty_windows
FROM windows
GROUP BY day, tenant_id, subject_id
ORDER BY day, tenant_name, building_name, floor_name, room_id`;
