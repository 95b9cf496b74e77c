/** How busy is each floor now: who is there by the index, and what the counters there say. */
import { type Answer, answer, shellQuoted } from "./answer.ts";
import { type StateItem, stateAt, type Tables } from "./tables.ts";
import { type Floor, presentAt } from "./who-is-on-floor.ts";

export async function countsByFloor(tables: Tables, floors: readonly Floor[], asOfMs: number): Promise<Answer> {
  const rows = await Promise.all(
    floors.map(async ({ place, name, tenant }) => {
      const items = await stateAt(tables, place);
      const present = presentAt(items, asOfMs);
      const kind = (wanted: string) => present.filter(({ row }) => row.subject_kind === wanted).length;
      const sensors = new Set(items.filter(({ row }) => row.subject_kind === "sensor").map(({ pk }) => pk)).size;
      return [tenant, name, kind("device"), kind("user"), sum(items, "camera"), sensors];
    }),
  );
  rows.sort((a, b) => Number(b[2]) - Number(a[2]));
  return answer(
    "How busy is each floor now?",
    ["tenant", "floor", "devices", "users", "people_seen_by_cameras", "sensors"],
    rows,
    `aws dynamodb query --endpoint-url ${tables.endpoint} --table-name ${tables.state} --index-name by-location --select COUNT \\
  --key-condition-expression 'location_pk = :place AND begins_with(location_sk, :kind)' \\
  --expression-attribute-values ${shellQuoted({ ":place": { S: floors[0]?.place ?? "" }, ":kind": { S: "device#" } })}`,
  );
}

function sum(items: readonly StateItem[], kind: string): number | null {
  const counters = items.filter(({ row, aspect }) => row.subject_kind === kind && aspect === "count");
  if (counters.length === 0) return null;
  return counters.reduce((total, { row }) => total + (row.people_count ?? 0), 0);
}
