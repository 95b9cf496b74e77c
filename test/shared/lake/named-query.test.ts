import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { read } from "../../../cli/query-duckdb.ts";
import { namedQueries } from "../../../functions/athena/queries.ts";
import { only } from "../../../shared/lake/lake-form.ts";
import { boundSql, type NamedQuery, savedSql, sqlFor, usedParameters } from "../../../shared/lake/named-query.ts";
import { sqlLiteral } from "../../../shared/lake/sql-literal.ts";
import { emptyDatabase } from "../../support/duckdb.ts";

const query: NamedQuery = {
  name: "example",
  title: "Example",
  description: "An example",
  chart: { kind: "bar", x: ["a"], y: ["b"] },
  parameters: [
    { name: "from", type: "date", description: "First day" },
    { name: "low", type: "number", description: "Least", default: "1" },
    { name: "tenant", type: "text", description: "Tenant", default: "" },
  ],
  sql: "SELECT :low FROM t WHERE a >= :from AND b = :low AND c = :tenant",
};

const forms = ["landing", "compacted"] as const;
const clauses = /\b(SELECT|FROM|WHERE|VALUES|GROUP BY|ORDER BY|HAVING)\b/g;

describe("A named query", () => {
  it("is bound by literals, the values given over the defaults", () => {
    expect(boundSql(query, { from: "2026-02-28", low: "2.5" }, "landing")).toBe(
      "SELECT 2.5 FROM t WHERE a >= '2026-02-28' AND b = 2.5 AND c = ''",
    );
  });

  it.each([
    [{}, 'example needs a value for "from": First day.'],
    [{ from: "28.2.2026" }, 'Parameter "from" must be a date written as yyyy-MM-dd.'],
    [{ from: "2026-02-30" }, 'Parameter "from" must be a date written as yyyy-MM-dd.'],
    [{ from: "2026-02-28", low: "much" }, 'Parameter "low" must be a number.'],
    [{ from: "2026-02-28", low: "" }, 'Parameter "low" must be a number.'],
    [{ from: "2026-02-28", tenant: "a\u0000" }, 'Parameter "tenant" must be text without NUL or half characters.'],
    [{ form: "2026-02-28" }, 'example has no parameter "form"; it takes from, low, tenant.'],
  ])("refuses %j with one sentence", (given, sentence) => {
    expect(() => boundSql(query, given as Record<string, string>, "landing")).toThrow(new RangeError(sentence));
  });

  it("reads back any text as it was, and nothing of the text as SQL", async () => {
    const database = await emptyDatabase();
    const pieces = fc.constantFrom("'", "''", ":tenant", ":from", "?", "--", "/*", "\\", ";", "$1", "\n", "é😀");
    const hostile = fc.array(fc.oneof(pieces, fc.string({ unit: "grapheme" }))).map((parts) => parts.join(""));
    const text = hostile.filter((value) => !value.includes("\u0000") && value.isWellFormed());
    await fc.assert(
      fc.asyncProperty(text, async (tenant) => {
        const sql = boundSql({ ...query, sql: "SELECT :tenant AS a, 1 AS b, :tenant AS c" }, { tenant }, "landing");
        expect(await read(database, sql)).toEqual({ columns: ["a", "b", "c"], rows: [[tenant, 1, tenant]] });
      }),
      { numRuns: 200 },
    );
    database.closeSync();
  });

  it("has literals for finite numbers and whole texts only", () => {
    expect(sqlLiteral("O'Hare' OR '1'='1")).toBe("'O''Hare'' OR ''1''=''1'");
    expect(sqlLiteral(-2.5)).toBe("-2.5");
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, "\ud800", "a\u0000b"])
      expect(() => sqlLiteral(value)).toThrow(RangeError);
  });

  it("has what differs by the lake's form in the text of that form alone", () => {
    const sql = `SELECT ${only("landing", "a\nb")}${only("compacted", "c")} FROM t`;
    expect(sqlFor({ ...query, sql }, "landing")).toBe("SELECT a\nb FROM t");
    expect(sqlFor({ ...query, sql }, "compacted")).toBe("SELECT c FROM t");
    expect(sqlFor({ ...query, sql, reads: "landing" }, "compacted")).toBe("SELECT a\nb FROM t");
  });

  it("leaves out no file by the day it arrived where all are asked", () => {
    const sql = `SELECT a FROM t WHERE ${only("arrival", "dt > '1' AND ")}b`;
    expect(sqlFor({ ...query, sql }, "landing")).toBe("SELECT a FROM t WHERE dt > '1' AND b");
    expect(sqlFor({ ...query, sql }, "landing", false)).toBe("SELECT a FROM t WHERE b");
    expect(sqlFor({ ...query, sql }, "compacted")).toBe("SELECT a FROM t WHERE b");
  });

  it.each(namedQueries)("declares the parameters it uses and no others: $name", (named) => {
    for (const form of forms)
      expect(new Set(usedParameters(named, form))).toEqual(new Set(named.parameters.map(({ name }) => name)));
  });

  it.each(namedQueries)("bounds what it reads, so that Athena leaves the other files out: $name", (named) => {
    expect(sqlFor(named, "landing")).toMatch(/\bdt >= [\s\S]+\bdt <= /);
    for (const form of forms) expect(sqlFor(named, form)).toMatch(/\boccurred_at >= [\s\S]+\boccurred_at < /);
  });

  it.each(namedQueries)("reads the view of a compacted lake, or says that it reads landing: $name", (named) => {
    const reads = sqlFor(named, "compacted");
    expect(/\bFROM events\b/.test(reads)).toBe(named.reads === "landing");
    expect(/\bFROM events_latest\b/.test(reads)).toBe(named.reads === undefined);
  });

  it.each(namedQueries)("asks, as it is saved, for nothing outside a WHERE clause: $name", (named) => {
    for (const form of forms) {
      const [, ...rest] = savedSql(named, form).split(/\n(?=WITH|SELECT)/);
      const text = rest.join("\n");
      const marks = [...text.matchAll(/\?/g)].map(({ index }) => text.slice(0, index));
      expect(marks.length).toBeGreaterThan(0);
      for (const before of marks) expect(before.match(clauses)?.at(-1)).toBe("WHERE");
    }
  });
});
