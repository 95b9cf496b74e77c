import { describe, expect, it } from "vitest";
import { glueColumns, gluePartitionKeys, LAKE_PREFIX } from "../../../functions/glue/schema.ts";
import { partitionOf } from "../../../shared/lake/table.ts";
import { columnList } from "../../../shared/row.ts";

describe("The lake's table", () => {
  it("has every column of the row contract, in its order", () => {
    expect(glueColumns.map(({ name }) => name)).toEqual(columnList.map(({ name }) => name));
  });

  it("keeps times as timestamps, maps as maps and lists as arrays", () => {
    const typeOf = new Map(glueColumns.map(({ name, type }) => [name, type]));
    expect(typeOf.get("occurred_at")).toBe("timestamp");
    expect(typeOf.get("measurements")).toBe("map<string,double>");
    expect(typeOf.get("labels")).toBe("map<string,string>");
    expect(typeOf.get("location_types")).toBe("array<string>");
    expect(typeOf.get("floor_number")).toBe("int");
  });

  it("is partitioned by what the delivery prefix writes", () => {
    const inPrefix = [...LAKE_PREFIX.matchAll(/(\w+)=!/g)].map(([, name]) => name);
    expect(inPrefix).toEqual(gluePartitionKeys.map(({ name }) => name));
    expect(columnList.map(({ name }) => name as string)).not.toContain("dt");
  });

  it("tells the partition of an arrival in UTC", () => {
    expect(partitionOf(Date.parse("2026-03-01T00:30:00+01:00"))).toEqual({ dt: "2026-02-28", hour: 23 });
  });
});
