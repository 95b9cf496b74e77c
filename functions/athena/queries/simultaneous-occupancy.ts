import { ofPeople } from "../../../shared/lake/asked-rows.ts";
import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { inPeriod, latestWithLocalTime, ofTenant, period, tenant, timeZone } from "../latest.ts";
import { sightings, there } from "../people.ts";

const HOUR_MS = 3_600_000;
/** So long a stay ends in its hour or in the next, which is all that is split here. */
const MAX_AWAY_MINUTES = 60;

/**
 * Who was seen stays where that was until they are seen elsewhere, exit, fall silent, or were not seen for too long.
 * Each such stay adds a person when it begins and takes one away when it ends.
 */
export const simultaneousOccupancy: NamedQuery = {
  name: "simultaneous-occupancy",
  title: "People at the same time, by floor and hour",
  description:
    "People on each floor in each hour: how many at the same time at most, and how many on average over the whole hour",
  chart: {
    kind: "line",
    x: ["hour_start"],
    y: ["peak_people"],
    series: ["tenant_name", "building_name", "floor_name"],
  },
  parameters: [
    ...period,
    tenant,
    timeZone,
    {
      name: "away_after_minutes",
      type: "number",
      description: `Who was not seen for this many minutes has left, ${MAX_AWAY_MINUTES} at most`,
      default: "15",
    },
  ],
  sql: `${latestWithLocalTime(
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
    date_trunc('hour', local_time) AS hour_start,
    date_diff('millisecond', date_trunc('hour', local_time), local_time) AS from_ms,
    least(
      coalesce(
        date_diff(
          'millisecond',
          occurred_at,
          lead(occurred_at) OVER (PARTITION BY tenant_id, person ORDER BY occurred_at, record_uid)
        ),
        ${HOUR_MS}
      ),
      60000 * least(:away_after_minutes, ${MAX_AWAY_MINUTES})
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
    hour_start + later * INTERVAL '1' HOUR AS hour_start,
    greatest(from_ms - ${HOUR_MS} * later, 0) AS from_ms,
    least(from_ms + stay_ms - ${HOUR_MS} * later, ${HOUR_MS}) AS to_ms
  FROM stays CROSS JOIN (VALUES (0), (1)) AS hours (later)
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
    sum(change) OVER (
      PARTITION BY tenant_id, floor_id, hour_start
      ORDER BY at_ms, change
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS people
  FROM changes
)
SELECT
  hour_start,
  max(coalesce(tenant_name, tenant_id)) AS tenant_name,
  max(building_name) AS building_name,
  floor_id,
  max(floor_name) AS floor_name,
  CAST(-sum(change * at_ms) AS double) / ${HOUR_MS} AS average_people,
  max(people) AS peak_people
FROM counts
GROUP BY hour_start, tenant_id, floor_id
ORDER BY hour_start, tenant_name, building_name, floor_name, floor_id`,
};
