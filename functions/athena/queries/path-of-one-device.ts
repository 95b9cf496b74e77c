import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { DEVICE_OR_ADDRESS, latestWithLocalTime, onDay, timeZone } from "../latest.ts";

const before = "OVER (ORDER BY occurred_at, record_uid)";
/** Of the rows that have a position: news of presence in between takes nothing from the way. */
const locatedBefore = "OVER (PARTITION BY x IS NOT NULL AND y IS NOT NULL ORDER BY occurred_at, record_uid)";

export const pathOfOneDevice: NamedQuery = {
  name: "path-of-one-device",
  title: "Path of one device over a day",
  description:
    "Where one device was, event by event, with the minutes since and the feet from where it was located before",
  chart: { kind: "points", x: ["x"], y: ["y"], series: ["building_name", "floor_name"] },
  parameters: [
    { name: "day", type: "date", description: "Day, yyyy-MM-dd, UTC" },
    {
      name: "device",
      type: "text",
      description: DEVICE_OR_ADDRESS,
    },
    timeZone,
  ],
  sql: `${latestWithLocalTime(
    [
      "record_uid",
      "occurred_at",
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
    [onDay, "(subject_id = :device OR device_id = :device OR mac_address = :device)"],
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
  CAST(date_diff('millisecond', lag(occurred_at) ${before}, occurred_at) AS double) / 60000 AS minutes_since_previous,
  CASE
    WHEN floor_id = lag(floor_id) ${locatedBefore}
      THEN sqrt(power(x - lag(x) ${locatedBefore}, 2) + power(y - lag(y) ${locatedBefore}, 2))
  END AS feet_from_previous
FROM latest
ORDER BY occurred_at, record_uid`,
};
