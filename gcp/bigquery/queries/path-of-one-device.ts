import { latestWithLocalTime, onDay } from "../latest.ts";

const before = "OVER (ORDER BY occurred_at, record_uid)";
/** Of the rows that have a position: news of presence in between takes nothing from the way. */
const locatedBefore = "OVER (PARTITION BY x IS NOT NULL AND y IS NOT NULL ORDER BY occurred_at, record_uid)";

export const pathOfOneDevice = `${latestWithLocalTime(
  [
    "record_uid",
    "event_type",
    "presence",
    "building_name",
    "floor_id",
    "floor_name",
    "zone_name",
    "location_name",
    "x",
    "y",
  ],
  [onDay, "(subject_id = @device OR device_id = @device OR mac_address = @device)"],
)}
SELECT
  local_time,
  event_type,
  presence,
  building_name,
  floor_name,
  zone_name,
  location_name,
  x,
  y,
  TIMESTAMP_DIFF(occurred_at, LAG(occurred_at) ${before}, MILLISECOND) / 60000 AS minutes_since_previous,
  IF(
    floor_id = LAG(floor_id) ${locatedBefore},
    SQRT(POW(x - LAG(x) ${locatedBefore}, 2) + POW(y - LAG(y) ${locatedBefore}, 2)),
    NULL
  ) AS feet_from_previous
FROM latest
ORDER BY occurred_at, record_uid`;
