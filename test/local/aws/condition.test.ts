import { describe, expect, it } from "vitest";
import { meetsCondition } from "../../../local/aws/stand-ins/dynamodb/condition.ts";

const context = {
  names: { "#version": "version", "#readings": "reading_versions" },
  values: { ":version": { S: "2" }, ":readings": { S: "{}" } },
};
const meets = (expression: string, item?: Parameters<typeof meetsCondition>[2]) =>
  meetsCondition(expression, context, item);

describe("A condition judged the short way", () => {
  it("of what is not there is met by no item, or by one without the attribute", () => {
    expect(meets("attribute_not_exists(pk)")).toBe(true);
    expect(meets("attribute_not_exists(pk)", { pk: { S: "a" } })).toBe(false);
  });

  it("compares texts byte by byte", () => {
    const newer = "attribute_not_exists(pk) OR #version < :version";
    expect(meets(newer)).toBe(true);
    expect(meets(newer, { pk: { S: "a" }, version: { S: "1" } })).toBe(true);
    expect(meets(newer, { pk: { S: "a" }, version: { S: "2" } })).toBe(false);
    const names = { "#v": "v" };
    const astral = { ":v": { S: "\u{1f600}" } };
    // As UTF-16 the astral character comes first, as UTF-8 it comes last.
    expect(meetsCondition("#v < :v", { names, values: astral }, { v: { S: "\uffff" } })).toBe(true);
  });

  it("wants all of what is joined by AND", () => {
    const unchanged = "#version = :version AND #readings = :readings";
    expect(meets(unchanged, { version: { S: "2" }, reading_versions: { S: "{}" } })).toBe(true);
    expect(meets(unchanged, { version: { S: "2" }, reading_versions: { S: "{1}" } })).toBe(false);
    expect(meets(unchanged)).toBe(false);
  });

  it.each([
    "size(#version) > :version",
    "#version = :version AND #readings = :readings OR #version < :version",
    "#version = :missing",
    "version < :version",
    "NOT #version = :version",
    "(#version = :version)",
    "#unknown = :version",
  ])("is left to dynalite when it is of another kind: %s", (expression) => {
    expect(meets(expression, { version: { S: "2" } })).toBeUndefined();
  });
});
