/** What Terraform declares for Google Cloud and what the code there declares, held together. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { eventSchema, tableDefinitions } from "../../gcp/bigquery/schema.ts";
import { LATEST_VIEW } from "../../gcp/bigquery/tables.ts";
import { pubSubEnvironment, standInVariables } from "../../gcp/environment.ts";
import { EVENTS, EXPIRES_AT, expiring, indexes, PLACES, STATE } from "../../gcp/firestore/collections.ts";
import { bundles } from "../../infra/build.ts";
import { BATCH_MESSAGE } from "../../shared/batch/report.ts";
import { folder, infra, local, ofType } from "./infra-files.ts";

describe("the function", () => {
  const given = [
    ...[...String(infra.locals.settings).matchAll(/(?<=[{\n] *)([A-Z_]+) *=[^=]/g)].map(([, name = ""]) => name),
    // Put in by Cloud Run itself.
    "PRIVACY_KEY",
  ];

  it("is given what it declares", () => {
    const declared = pubSubEnvironment.map(({ name }) => name);
    expect(pubSubEnvironment.filter(({ name, required }) => required && !given.includes(name))).toEqual([]);
    const local = standInVariables.map(({ name }) => name);
    // What is right by default.
    expect(declared.filter((name) => !given.includes(name))).toEqual([...local, "MAX_RECORD_BYTES"]);
    expect(given.filter((name) => !declared.includes(name))).toEqual([]);
  });

  it("is called by the name it registers", () => {
    const handler = readFileSync(new URL("../pubsub/handler.ts", folder), "utf8");
    expect(handler).toContain(`TARGET = "${infra.locals.entry_point}"`);
  });

  it("runs on a Node its bundle is built for", () => {
    const targets = bundles.filter(({ name }) => name.startsWith("gcp/")).map(({ target }) => target ?? "node24");
    expect(new Set(targets)).toEqual(new Set([String(infra.locals.runtime).replace("nodejs", "node")]));
  });

  it("says of a batch what the figures of the log look for", () => {
    expect(infra.locals.batches).toContain(`jsonPayload.message="${BATCH_MESSAGE}"`);
  });
});

describe("Firestore", () => {
  it("has the collections, what expires in them, and the indexes", () => {
    expect(infra.locals.collections).toEqual(expect.arrayContaining([STATE, EVENTS, PLACES]));
    expect(new Set(infra.locals.expiring_collections as readonly string[])).toEqual(new Set(expiring));
    expect(infra.resources["google_firestore_field.expires_at"]?.field).toBe(EXPIRES_AT);
    const declared = ofType("google_firestore_index").map(({ collection, fields }) => ({
      collection,
      fields: (fields as readonly { readonly field_path: string }[]).map(({ field_path }) => field_path),
    }));
    expect(declared).toEqual(indexes);
  });
});

describe("BigQuery", () => {
  it("has the tables, laid by the columns they are asked by", () => {
    const tables = local("lake_tables");
    expect(Object.keys(tables).sort()).toEqual(Object.keys(tableDefinitions).sort());
    for (const [name, { schema, partitionedBy, clusteredBy }] of Object.entries(tableDefinitions)) {
      const { by, cluster, columns } = tables[name] ?? {};
      expect([name, by, cluster]).toEqual([name, partitionedBy, clusteredBy]);
      if (schema === eventSchema) expect(columns).toContain("local.event_columns");
      else
        for (const field of schema)
          expect(String(columns)).toContain(
            `{ name = "${field.name}", type = "${field.type}", mode = "${field.mode}", description = "${field.description}" }`,
          );
    }
    expect(infra.resources["google_bigquery_table.latest"]?.table_id).toBe(LATEST_VIEW);
  });
});
