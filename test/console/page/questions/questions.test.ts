import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAddress } from "../../../../console/page/address/address.ts";
import { aligned } from "../../../../console/page/questions/aligned.ts";
import { addressOf, hrefOf, questionOf } from "../../../../console/page/questions/question-address.ts";
import { usualParameters } from "../../../../console/page/questions/usual-parameters.ts";
import { namedQueries } from "../../../../functions/athena/queries.ts";

describe("a question's address", () => {
  it("has its parameters by their own names", () => {
    const question = { name: "visitors-per-day", isAsked: true, parameters: { from: "2026-03-01", tenant: "t" } };
    const address = addressOf(question);
    expect(address).toEqual({
      page: "questions",
      params: { name: "visitors-per-day", from: "2026-03-01", tenant: "t", run: "true" },
    });
    expect(questionOf(address.params)).toEqual(question);
    expect(questionOf(parseAddress(hrefOf("a-b")).params)).toEqual({ name: "a-b", isAsked: false, parameters: {} });
  });

  it("takes no name that a parameter of some question has", () => {
    const names = namedQueries.flatMap(({ parameters }) => parameters.map(({ name }) => name));
    expect(names).not.toContain("name");
    expect(names).not.toContain("run");
  });
});

describe("what is asked unless the reader says otherwise", () => {
  it("is the last seven days of the stage's own time, with today", () => {
    const parameters = [
      { name: "from", type: "moment", description: "" },
      { name: "to", type: "moment", description: "" },
      { name: "day", type: "date", description: "" },
      { name: "device", type: "text", description: "" },
      { name: "tenant", type: "text", description: "", default: "" },
    ] as const;
    expect(usualParameters(parameters, Date.parse("2026-03-02T23:59Z"))).toEqual({
      from: "2026-02-24",
      to: "2026-03-03",
      day: "2026-03-02",
    });
  });
});

describe("series as they are drawn", () => {
  it("have a place for each point, in order, and lose none", () => {
    const point = fc.record({ x: fc.integer({ min: 0, max: 9 }), y: fc.integer() });
    const drawing = fc.array(fc.record({ name: fc.string(), points: fc.array(point) }), { maxLength: 4 });
    fc.assert(
      fc.property(drawing, (series) => {
        const { xs, series: drawn } = aligned({ xIs: "number", series, leftOut: 0 });
        expect(xs).toEqual(xs.toSorted((one, other) => one - other));
        for (const [place, { points }] of series.entries()) {
          const values = drawn[place]?.values ?? [];
          const kept = values.flatMap((y, at) => (y === null ? [] : [`${xs[at]} ${y}`]));
          expect(kept.toSorted()).toEqual(points.map(({ x, y }) => `${x} ${y}`).toSorted());
        }
      }),
    );
  });
});
