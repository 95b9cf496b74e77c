import { describe, expect, it } from "vitest";
import { namedQueries } from "../../../functions/athena/queries.ts";
import { bindValues, type NamedQuery, positional, sqlLiteral } from "../../../shared/lake/named-query.ts";

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

describe("A named query", () => {
  it("is Athena's when each use of a parameter is a question mark", () => {
    expect(positional(query)).toEqual({
      sql: "SELECT ? FROM t WHERE a >= ? AND b = ? AND c = ?",
      names: ["low", "from", "low", "tenant"],
    });
  });

  it("takes the values given over the defaults", () => {
    const values = bindValues(query, { from: "2026-02-28", low: "2.5" }).map(({ value }) => value);
    expect(values).toEqual([2.5, "2026-02-28", 2.5, ""]);
  });

  it.each([
    [{}, 'example needs a value for "from": First day.'],
    [{ from: "28.2.2026" }, 'Parameter "from" must be a date written as yyyy-MM-dd.'],
    [{ from: "2026-02-30" }, 'Parameter "from" must be a date written as yyyy-MM-dd.'],
    [{ from: "2026-02-28", low: "much" }, 'Parameter "low" must be a number.'],
    [{ from: "2026-02-28", low: "" }, 'Parameter "low" must be a number.'],
    [{ form: "2026-02-28" }, 'example has no parameter "form"; it takes from, low, tenant.'],
  ])("refuses %j with one sentence", (given, sentence) => {
    expect(() => bindValues(query, given as Record<string, string>)).toThrow(new RangeError(sentence));
  });

  it("becomes a literal that a quote cannot break out of", () => {
    expect(sqlLiteral("O'Hare' OR '1'='1")).toBe("'O''Hare'' OR ''1''=''1'");
    expect(sqlLiteral(-2.5)).toBe("-2.5");
  });

  it.each(namedQueries)("declares the parameters it uses and no others: $name", (named) => {
    expect(new Set(positional(named).names)).toEqual(new Set(named.parameters.map(({ name }) => name)));
  });

  it("bounds the days it reads, so that Athena leaves the other partitions out", () => {
    for (const { sql } of namedQueries) expect(sql).toMatch(/\bdt >= [\s\S]+\bdt <= /);
  });
});
