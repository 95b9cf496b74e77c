import { readFileSync } from "node:fs";
import { google } from "@google-cloud/bigquery-storage/build/protos/protos.js";
import { describe, expect, it } from "vitest";
import { rowDescriptor } from "../../../gcp/bigquery/row-message.ts";
import { eventSchema, tableDefinitions } from "../../../gcp/bigquery/schema.ts";
import { lakeFiles } from "../../../infra/deploy/write-gcp-lake.ts";
import { columnList } from "../../../shared/row.ts";

describe("The tables of the lake in BigQuery", () => {
  it("have the columns of the row, in order, and require those that every row has", () => {
    expect(eventSchema.map(({ name }) => name)).toEqual(columnList.map(({ name }) => name));
    const required = eventSchema.filter(({ mode }) => mode === "REQUIRED").map(({ name }) => name);
    expect(required).toEqual(columnList.flatMap(({ name, required: isRequired }) => (isRequired ? [name] : [])));
  });

  it("keep maps as JSON, lists as repeated, times as TIMESTAMP", () => {
    const typeOf = (name: string) => {
      const { type, mode } = eventSchema.find((column) => column.name === name) ?? {};
      return [type, mode];
    };
    expect(typeOf("measurements")).toEqual(["JSON", "NULLABLE"]);
    expect(typeOf("labels")).toEqual(["JSON", "NULLABLE"]);
    expect(typeOf("location_types")).toEqual(["STRING", "REPEATED"]);
    expect(typeOf("occurred_at")).toEqual(["TIMESTAMP", "REQUIRED"]);
    expect(typeOf("entered_at")).toEqual(["TIMESTAMP", "NULLABLE"]);
  });

  it("are parted and clustered by columns they have", () => {
    for (const { schema, partitionedBy, clusteredBy = [] } of Object.values(tableDefinitions)) {
      const names = schema.map(({ name }) => name);
      for (const name of [...clusteredBy, ...(partitionedBy === undefined ? [] : [partitionedBy])])
        expect(names).toContain(name);
      // BigQuery's limit: https://cloud.google.com/bigquery/docs/clustered-tables
      expect(clusteredBy.length).toBeLessThanOrEqual(4);
    }
    expect(tableDefinitions.events_once).toMatchObject({
      partitionedBy: "occurred_at",
      clusteredBy: ["tenant_id", "event_type", "floor_id"],
    });
  });

  it("are described to the Storage Write API as its own message of descriptors takes it", () => {
    expect(google.protobuf.DescriptorProto.verify(rowDescriptor)).toBeNull();
    expect(rowDescriptor.field.map(({ name }) => name)).toEqual(columnList.map(({ name }) => name));
  });

  it.each(Object.entries(lakeFiles))("are what Terraform has in %s; npm run gcp-lake writes it", (name, text) => {
    expect(readFileSync(new URL(`../../../gcp/infra/${name}`, import.meta.url), "utf8")).toBe(text);
  });
});
