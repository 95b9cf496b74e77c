/** How people move from place to place: one query for each level of places. */
import { flowColumns } from "../../shared/lake/asked-rows.ts";
import type { NamedQuery } from "../../shared/lake/named-query.ts";
import { inPeriod, latest, ofTenant, period, tenant } from "./latest.ts";

interface Level {
  readonly name: string;
  readonly title: string;
  readonly places: string;
  /** Expressions over a row. */
  readonly id: string;
  readonly placeName: string;
}

/** Of devices, not of people: who leaves a laptop in one zone and walks about with a phone would seem to be in both by turns. */
export function flow({ name, title, places, id, placeName }: Level): NamedQuery {
  const before = "OVER (PARTITION BY tenant_id, subject_id ORDER BY occurred_at, record_uid)";
  return {
    name,
    title,
    description: `How often devices went from one ${places} straight to another, and how many devices did`,
    chart: { kind: "bar", x: ["from_name", "to_name"], y: ["moves"] },
    parameters: [
      ...period,
      tenant,
      {
        name: "within_minutes",
        type: "number",
        description: "Who is seen again only after this many minutes has not come from where they were",
        default: "30",
      },
    ],
    sql: `${latest(flowColumns, [inPeriod, ofTenant, "subject_kind = 'device'", `${id} IS NOT NULL`])},
steps AS (
  SELECT
    tenant_id,
    tenant_name,
    subject_id,
    ${id} AS to_id,
    ${placeName} AS to_name,
    lag(${id}) ${before} AS from_id,
    lag(${placeName}) ${before} AS from_name,
    date_diff('millisecond', lag(occurred_at) ${before}, occurred_at) AS unseen_ms
  FROM latest
)
SELECT
  max(coalesce(tenant_name, tenant_id)) AS tenant_name,
  from_id,
  max(from_name) AS from_name,
  to_id,
  max(to_name) AS to_name,
  count(*) AS moves,
  count(DISTINCT subject_id) AS devices
FROM steps
WHERE from_id <> to_id AND unseen_ms <= 60000 * :within_minutes
GROUP BY tenant_id, from_id, to_id
ORDER BY moves DESC, from_name, to_name, from_id, to_id`,
  };
}
