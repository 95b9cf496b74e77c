/** People in the named queries: whom a row is about, and whether they are there. */

/** Condition: told of somebody who is there; an exit or an inactivity is news of someone who no longer is. */
export const there = "coalesce(presence, 'active') NOT IN ('exit', 'inactive')";

/**
 * A WITH clause `sightings`: the rows of `latest` with `person`, the user where the device was ever told with one, else
 * the device. Two devices of somebody who logged on are one person; two of a guest are two.
 */
export const sightings = `sightings AS (
  SELECT
    *,
    coalesce(max(user_id) OVER (PARTITION BY tenant_id, subject_kind, subject_id), subject_id) AS person
  FROM latest
)`;
