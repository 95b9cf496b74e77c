import { beforeAll, describe, expect, it } from "vitest";
import { countAbout, deleteErased, noteErased } from "../../../functions/athena/compaction/erased.ts";
import { daysToCompact, noteDay } from "../../../functions/athena/compaction/ledger.ts";
import { deleteBefore } from "../../../functions/athena/compaction/maintain.ts";
import { mergeWeek, weeksOfDay } from "../../../functions/athena/compaction/merge.ts";
import { addColumn, missingColumns } from "../../../functions/athena/compaction/missing-columns.ts";
import { fill } from "../../../functions/athena/compaction/placeholders.ts";
import { createTables } from "../../../functions/athena/compaction/tables.ts";
import { replaceLatestView } from "../../../functions/athena/compaction/view.ts";
import { createLatestView, createTable, glueView, partitionProjection } from "../../../functions/athena/ddl.ts";
import { namedQueries } from "../../../functions/athena/queries.ts";
import { glueColumns, gluePartitionKeys } from "../../../functions/glue/schema.ts";
import { savedSql, sqlFor, usedParameters } from "../../../shared/lake/named-query.ts";
import { type Grammar, loadGrammars } from "./sql-parser.ts";

const table = { database: "spaces_prod", location: "s3://lake/events/", firstDay: "2026-01-01" };

describe("The SQL for Athena", () => {
  let trino: Grammar;
  let hive: Grammar;
  beforeAll(async () => {
    ({ trino, hive } = await loadGrammars());
  }, 60_000);

  it("is judged by grammars that do refuse what is wrong", () => {
    expect(trino.validate("SELECT FROM WHERE")).not.toEqual([]);
    expect(trino.validate("SELECT a FROM b WHERE c = :name")).not.toEqual([]);
    expect(hive.validate("CREATE EXTERNAL TABLE t (a strnig, ) STORED AS PARQUET")).not.toEqual([]);
  });

  const inEachForm = namedQueries.flatMap((query) =>
    (["landing", "compacted"] as const).map((form) => ({ query, form })),
  );

  it.each(inEachForm)("is Trino in the query $query.name of a $form lake", ({ query, form }) => {
    expect(trino.validate(`${sqlFor(query, form).replaceAll(/:[a-z][a-z0-9_]*/g, "?")};`)).toEqual([]);
  });

  it.each(inEachForm)("says in the saved query $query.name what each value stands for ($form)", ({ query, form }) => {
    const sql = savedSql(query, form);
    const comments = sql.split("\n").filter((line) => line.startsWith("--   "));
    const required = new Set(query.parameters.filter((known) => known.default === undefined).map(({ name }) => name));
    const asked = comments.flatMap((line) => /^-- {3}(\w+): \S/.exec(line)?.[1] ?? []);
    expect(asked).toEqual(usedParameters(query, form).filter((name) => required.has(name)));
    for (const { name, description } of query.parameters.filter((known) => !required.has(known.name)))
      expect(comments.filter((line) => line.endsWith(` is ${name}: ${description}`))).toHaveLength(1);
    expect(sql.split("?")).toHaveLength(asked.length + 1);
    expect(trino.validate(`${sql};`)).toEqual([]);
  });

  it.each(Object.entries({ daysToCompact, weeksOfDay, mergeWeek, noteDay, deleteBefore, replaceLatestView }))(
    "is Trino in compaction's %s",
    (_, statement) => {
      const day = "2026-03-02";
      const values = { day, from: day, until: day, today: day, oldest: day, tail: day, before: day, rows: "12" };
      expect(trino.validate(`${fill(statement, values)};`)).toEqual([]);
    },
  );

  it("is Trino in what looks for columns a table lacks, and Hive in what adds any of them", () => {
    expect(trino.validate(`${missingColumns("spaces_prod")};`)).toEqual([]);
    for (const { name, type } of glueColumns)
      expect(hive.validate(`${addColumn.replace(":column", `\`${name}\` ${type}`)};`)).toEqual([]);
  });

  it("is Trino in what forgets somebody, whatever the id", () => {
    const erasure = { kind: "device", id: "it's ; --", tenant: "t'", atMs: 0 } as const;
    const statements = [noteErased(erasure), deleteErased(erasure), countAbout(erasure, "events")];
    for (const sql of [...statements, noteErased({ ...erasure, tenant: undefined })])
      expect(trino.validate(`${sql};`)).toEqual([]);
  });

  it("lets nothing but days and whole numbers into a statement of compaction", () => {
    for (const day of ["2026-02-30", "2026-1-1", "' OR 1=1 --", "", "2026-03-02'"])
      expect(() => fill(mergeWeek, { day, from: "2026-03-02", until: "2026-03-03" })).toThrow(RangeError);
    for (const rows of ["-1", "1e3", "1) OR (1", ""])
      expect(() => fill(noteDay, { day: "2026-03-02", rows })).toThrow(RangeError);
  });

  it("declares a table in a folder of its own for each that compaction keeps, events by the day they occurred", () => {
    const [events = "", ...others] = createTables("s3://lake/compacted/");
    for (const { name, type } of [...glueColumns, ...gluePartitionKeys])
      expect(events).toContain(`\`${name}\` ${type}`);
    expect(events).toContain("PARTITIONED BY (day(occurred_at))\nLOCATION 's3://lake/compacted/events_compacted/'");
    for (const sql of [events, ...others]) expect(sql).toContain("'table_type' = 'ICEBERG'");
    expect(others).toHaveLength(2);
    // The grammar knows Hive's partitions, and none of Iceberg's.
    for (const sql of others) expect(hive.validate(`${sql};`)).toEqual([]);
    expect(hive.validate(`${events.replace(/PARTITIONED BY .+\n/, "")};`)).toEqual([]);
  });

  it("is Trino in the view", () => {
    expect(trino.validate(`${createLatestView()};`)).toEqual([]);
  });

  it("is Hive in the table's definition, with every column and partition key", () => {
    const sql = createTable(table);
    expect(hive.validate(`${sql};`)).toEqual([]);
    for (const { name, type } of [...glueColumns, ...gluePartitionKeys]) expect(sql).toContain(`\`${name}\` ${type}`);
  });

  it("projects the partitions that the delivery prefix writes", () => {
    const properties = partitionProjection(table);
    expect(properties["storage.location.template"]).toBe(`s3://lake/events/dt=\${dt}/hour=\${hour}/`);
    expect(properties["projection.dt.range"]).toBe("2026-01-01,NOW");
    expect(properties["projection.hour.digits"]).toBe("2");
  });

  it.each(["landing", "compacted"] as const)(
    "gives the catalogue of a %s lake a view with the table's columns",
    (form) => {
      const { text } = glueView(table, form);
      const encoded = /^\/\* Presto View: (.+) \*\/$/.exec(text)?.[1] ?? "";
      const view = JSON.parse(Buffer.from(encoded, "base64").toString()) as {
        originalSql: string;
        columns: { name: string; type: string }[];
      };
      expect(trino.validate(`${view.originalSql};`)).toEqual([]);
      expect(view.columns.map(({ name }) => name)).toEqual(
        [...glueColumns, ...gluePartitionKeys].map(({ name }) => name),
      );
      expect(view.columns).toContainEqual({ name: "measurements", type: "map(varchar,double)" });
    },
  );
});
