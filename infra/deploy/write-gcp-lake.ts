/** `npm run gcp-lake`: what Terraform takes of the lake in BigQuery, into gcp/infra. */
import { writeFileSync } from "node:fs";
import { mergeScript } from "../../gcp/bigquery/merge.ts";
import { eventSchema } from "../../gcp/bigquery/schema.ts";
import { latestView } from "../../gcp/bigquery/view.ts";

/** By the file's name. */
export const lakeFiles: Readonly<Record<string, string>> = {
  "schema-events.json": `${JSON.stringify(eventSchema, null, 2)}\n`,
  "view.sql": `${latestView}\n`,
  "merge.sql": mergeScript,
};

if (import.meta.main) {
  for (const [name, text] of Object.entries(lakeFiles))
    writeFileSync(new URL(`../../gcp/infra/${name}`, import.meta.url), text);
}
