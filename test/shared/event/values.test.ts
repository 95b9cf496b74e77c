import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { enumNamed } from "../../../shared/contract/contract.ts";
import { bit, degrees, enumName, keyPart, number, single, text, timeMs, whole } from "../../../shared/event/values.ts";

/** `null` is there, and says nothing: proto3 prints no zero as null. */
const unreadable = [null, "abc", "", "20,5", [], [1], {}, true, Number.NaN, Number.POSITIVE_INFINITY, "1e400"];

describe("a number", () => {
  it.each([
    ["number", number],
    ["whole", whole],
    ["single", single],
    ["degrees", degrees],
  ])("read by %s is what absence is said to mean, and nothing where it does not parse", (_, read) => {
    expect([read(undefined), read(undefined, 0)]).toEqual([undefined, 0]);
    for (const value of unreadable) expect(read(value, 0)).toBeUndefined();
  });

  it("may come as text of a decimal", () => {
    expect([number("12"), number("-1.5e3"), whole("7"), single("0.1")]).toEqual([12, -1500, 7, 0.1]);
  });

  it("is left out where a store could not hold it", () => {
    expect([number(1e126), number(1e-131), whole(2 ** 31), whole(1.5)]).toEqual(Array(4).fill(undefined));
  });

  it("of a float field is one of 32 bits, or none", () => {
    expect([single(1e39), single("-1e100"), single(3.5e38)]).toEqual([undefined, undefined, undefined]);
    fc.assert(fc.property(fc.double(), (value) => Number.isFinite(single(value) ?? 0)));
  });

  it("of degrees is none where it says nowhere", () => {
    expect(degrees(-999, 0)).toBeUndefined();
  });
});

describe("a bool", () => {
  it("is 0 or 1 as JSON, as text and as a number, and nothing for any other word", () => {
    expect([true, "true", 1].map((value) => bit(value))).toEqual([1, 1, 1]);
    expect([false, "false", 0].map((value) => bit(value))).toEqual([0, 0, 0]);
    expect(["perhaps", 2, {}, []].map((value) => bit(value, 0))).toEqual(Array(4).fill(undefined));
    expect([bit(undefined), bit(undefined, 0)]).toEqual([undefined, 0]);
  });
});

describe("an enum", () => {
  const status = enumNamed("IOTTelemetry.OccupancyStatus.Status");

  it("is named by its number or its name; what is absent is its first member only where absence means 0", () => {
    expect([enumName(status, 1), enumName(status, "NOT_OCCUPIED")]).toEqual(["NOT_OCCUPIED", "NOT_OCCUPIED"]);
    expect([enumName(status, undefined, 0), enumName(status, undefined)]).toEqual(["OCCUPIED", undefined]);
  });

  it("is nothing where it cannot be read", () => {
    for (const value of [{}, [], true, ""]) expect(enumName(status, value, 0)).toBeUndefined();
  });

  it("keeps a word or a number the contract lacks", () => {
    expect([enumName(status, "MAYBE", 0), enumName(status, 9, 0)]).toEqual(["MAYBE", "9"]);
  });

  it("says nothing where its zero does not", () => {
    expect(enumName(enumNamed("DeviceType"), undefined, 0)).toBeUndefined();
    expect(enumName(enumNamed("DeviceType"), "NOT_AVAILABLE")).toBeUndefined();
  });
});

describe("text", () => {
  it("takes whole numbers that JSON keeps exactly, and no others: two ids must not become one", () => {
    expect([text(42), text(-7), text(Number.MAX_SAFE_INTEGER)]).toEqual(["42", "-7", "9007199254740991"]);
    const merged = JSON.parse("[9007199254740993, 9007199254740992, 1e400, 2e400, 1.5]") as unknown[];
    expect(merged.map(text)).toEqual(Array(5).fill(undefined));
  });

  it("is nothing where it is one of Cisco's ways to say nothing", () => {
    for (const value of ["", "UNKNOWN", "DEVICE_UNKNOWN", "NOT_AVAILABLE", "GENDER_NOT_AVAILABLE", true, null, {}]) {
      expect(text(value)).toBeUndefined();
    }
  });
});

describe("a time", () => {
  it("is epoch milliseconds of 13 digits at most; 0 is not set", () => {
    expect([timeMs(1), timeMs("1700000000000"), timeMs(1.9)]).toEqual([1, 1_700_000_000_000, 1]);
    expect([timeMs(0), timeMs(-1), timeMs(1e13), timeMs("now")]).toEqual(Array(4).fill(undefined));
  });
});

describe("a part of a key", () => {
  it("has lower-case letters, digits and _ only, and is short", () => {
    expect([keyPart("2.4 GHz"), keyPart("%"), keyPart("__")]).toEqual(["2_4_ghz", "pct", ""]);
    fc.assert(fc.property(fc.string(), (value) => /^[a-z0-9_]*$/.test(keyPart(value))));
  });
});
