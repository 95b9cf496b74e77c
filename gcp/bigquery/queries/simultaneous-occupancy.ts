import { ofPeople } from "../../../shared/lake/asked-rows.ts";
import { inPeriod, latestWithLocalTime, ofTenant } from "../latest.ts";
import { sightings, there } from "../people.ts";

const HOUR_MS = 3_600_000;
/** So long a stay ends in its hour or in the next, which is all that is split here. */
const MAX_AWAY_MINUTES = 60;

/**
 * Who was seen stays where that was until they are seen elsewhere, exit, fall silent, or were not seen for too long.
 * Each such stay adds a person when it begins and takes one away when it ends.
 */
export const simultaneousOccupancy = `${latestWithLocalTime(
  [
    "record_uid",
    "occurred_at",
    "tenant_id",
    "tenant_name",
    "building_name",
    "floor_id",
    "floor_name",
    "subject_kind",
    "subject_id",
    "user_id",
    "presence",
  ],
  [inPeriod, ofTenant, ofPeople, "floor_id IS NOT NULL"],
)},
${sightings},
stays AS (
  SELECT
    tenant_id,
    tenant_name,
    building_name,
    floor_id,
    floor_name,
    presence,
    DATETIME_TRUNC(local_time, HOUR) AS hour_start,
    DATETIME_DIFF(local_time, DATETIME_TRUNC(local_time, HOUR), MILLISECOND) AS from_ms,
    LEAST(
      IFNULL(
        TIMESTAMP_DIFF(
          LEAD(occurred_at) OVER (PARTITION BY tenant_id, person ORDER BY occurred_at, record_uid),
          occurred_at,
          MILLISECOND
        ),
        ${HOUR_MS}
      ),
      CAST(60000 * LEAST(@away_after_minutes, ${MAX_AWAY_MINUTES}) AS INT64)
    ) AS stay_ms
  FROM sightings
),
parts AS (
  SELECT
    tenant_id,
    tenant_name,
    building_name,
    floor_id,
    floor_name,
    DATETIME_ADD(hour_start, INTERVAL (later) HOUR) AS hour_start,
    GREATEST(from_ms - ${HOUR_MS} * later, 0) AS from_ms,
    LEAST(from_ms + stay_ms - ${HOUR_MS} * later, ${HOUR_MS}) AS to_ms
  FROM stays CROSS JOIN (SELECT 0 AS later UNION ALL SELECT 1)
  WHERE ${there} AND stay_ms > 0 AND from_ms + stay_ms > ${HOUR_MS} * later
),
changes AS (
  SELECT tenant_id, tenant_name, building_name, floor_id, floor_name, hour_start, from_ms AS at_ms, 1 AS change
  FROM parts
  UNION ALL
  SELECT tenant_id, tenant_name, building_name, floor_id, floor_name, hour_start, to_ms AS at_ms, -1 AS change
  FROM parts
),
counts AS (
  SELECT
    *,
    SUM(change) OVER (
      PARTITION BY tenant_id, floor_id, hour_start
      ORDER BY at_ms, change
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS people
  FROM changes
)
SELECT
  hour_start,
  MAX(IFNULL(tenant_name, tenant_id)) AS tenant_name,
  MAX(building_name) AS building_name,
  floor_id,
  MAX(floor_name) AS floor_name,
  -SUM(change * at_ms) / ${HOUR_MS} AS average_people,
  MAX(people) AS peak_people
FROM counts
GROUP BY hour_start, tenant_id, floor_id
ORDER BY hour_start, tenant_name, building_name, floor_name, floor_id`;
