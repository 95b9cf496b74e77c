import { describe, expect, it } from "vitest";
import type { FloorSubject } from "../../../../console/api.ts";
import { ageLevel, FILLINGS, isHere } from "../../../../console/page/building/floor/age.ts";
import { comfortOf, discomfort } from "../../../../console/page/building/floor/comfort.ts";
import { newDots } from "../../../../console/page/building/floor/dots.ts";
import { newFloorModel, subjectOfKey } from "../../../../console/page/building/floor/floor-model.ts";
import { readingName, readingValue } from "../../../../console/page/building/floor/reading-text.ts";
import { zoneMarks } from "../../../../console/page/building/floor/zone-marks.ts";
import { extentOf } from "../../../../console/page/building/plan/extent.ts";
import { heatOf } from "../../../../console/page/building/plan/heat.ts";
import { roundStep } from "../../../../console/page/building/plan/round-step.ts";

const MINUTE_MS = 60_000;
const seen = (id: string, more: Partial<FloorSubject> = {}): FloorSubject => ({
  kind: "device",
  id,
  label: id,
  seenAtMs: 0,
  readings: [],
  ...more,
});
const answer = (subjects: readonly FloorSubject[]) => ({
  atMs: 0,
  place: { id: "floor" },
  names: { tenant: "T", floor: "F" },
  subjects,
  zones: [],
  rooms: [],
});

describe("a floor's model", () => {
  it("holds those at no position without a dot for them", () => {
    const model = newFloorModel();
    model.take(answer([seen("a", { xFt: 1, yFt: 2 }), seen("b")]), 0, false);
    expect([model.subjects.size, model.dots.count]).toEqual([2, 1]);
  });

  it("forgets, when it is told whole again, who is no longer in it", () => {
    const model = newFloorModel();
    model.take(answer([seen("a", { xFt: 1, yFt: 2 }), seen("b", { xFt: 1, yFt: 2 })]), 0, false);
    model.take(answer([seen("b", { xFt: 5, yFt: 2 })]), 0, false);
    expect([...model.subjects.keys()]).toEqual(["device:b"]);
    expect(model.dots.count).toBe(1);
  });

  it("applies a change, and keeps zones and rooms that it does not name", () => {
    const model = newFloorModel();
    const zones = [{ id: "z", name: "Z", devices: 1, users: 0 }];
    model.take({ ...answer([seen("a", { xFt: 1, yFt: 2 })]), zones }, 0, false);
    model.change({ atMs: 9, seen: [seen("b", { xFt: 3, yFt: 3 })], gone: [{ kind: "device", id: "a" }] }, 0, false);
    expect([...model.subjects.keys()]).toEqual(["device:b"]);
    expect(model.said).toMatchObject({ atMs: 9, zones });
  });

  it("takes the dot from one that has lost its position", () => {
    const model = newFloorModel();
    model.take(answer([seen("a", { xFt: 1, yFt: 2 })]), 0, false);
    model.change({ atMs: 1, seen: [seen("a")], gone: [] }, 0, false);
    expect([model.subjects.size, model.dots.count]).toEqual([1, 0]);
  });

  it("counts who was seen in the last quarter of an hour, by group", () => {
    const model = newFloorModel();
    const kinds = ["user", "device", "device", "asset", "sensor", "camera"];
    model.take(answer(kinds.map((kind, at) => seen(`${at}`, { kind }))), 0, false);
    expect(model.counts(14 * MINUTE_MS)).toEqual([1, 2, 1, 2]);
    expect(model.counts(15 * MINUTE_MS)).toEqual([0, 0, 0, 0]);
  });

  it("reads a subject of an address, with colons in its id", () => {
    expect(subjectOfKey("device:aa:bb")).toEqual({ kind: "device", id: "aa:bb" });
    expect(["", "device", "device:", ":a"].map(subjectOfKey)).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe("age", () => {
  it("empties a dot by steps, and leaves its edge past a quarter of an hour", () => {
    const fillings = [0, 1, 3, 6, 10, 15, 600].map((minutes) => FILLINGS[ageLevel(0, minutes * MINUTE_MS)]);
    expect(fillings).toEqual([1, 0.8, 0.6, 0.42, 0.26, 0, 0]);
  });

  it("takes who was seen in the future, by a clock that is ahead, for here", () => {
    expect([ageLevel(5 * MINUTE_MS, 0), isHere(5 * MINUTE_MS, 0)]).toEqual([0, true]);
  });
});

describe("a floor without a map", () => {
  const dotsAt = (...points: readonly (readonly [number, number])[]) => {
    const dots = newDots();
    for (const [at, [xFt, yFt]] of points.entries()) dots.put(`${at}`, { xFt, yFt, group: 1, seenAtMs: 0 }, 0);
    return dots;
  };

  it("reaches from its corner round whatever has a position", () => {
    expect(extentOf(undefined, dotsAt([210, 100]))).toEqual({ left: 0, top: 0, right: 220, bottom: 120 });
    expect(extentOf(undefined, dotsAt([-5, 3]))).toMatchObject({ left: -20, top: 0 });
  });

  it("does not shrink when who was in its corner leaves", () => {
    const before = extentOf(undefined, dotsAt([210, 100]));
    expect(extentOf(undefined, dotsAt([10, 10]), before)).toEqual(before);
  });

  it("is as large as its map where there is one", () => {
    expect(extentOf({ widthFt: 90, lengthFt: 50 }, dotsAt([210, 100]))).toMatchObject({ right: 90, bottom: 50 });
  });

  it("is full where many are, and empty where nobody is", () => {
    const extent = { left: 0, top: 0, right: 120, bottom: 60 };
    const many = Array.from({ length: 20 }, () => [20, 20] as const);
    const { width, height, cells, peak } = heatOf(dotsAt(...many, [100, 40]), extent, 0);
    const at = (x: number, y: number) => cells[Math.floor((y * height) / 60) * width + Math.floor((x * width) / 120)];
    expect(at(20, 20)).toBeCloseTo(1, 1);
    expect(at(100, 40)).toBeGreaterThan(0.01);
    expect(at(100, 40)).toBeLessThan(0.1);
    expect(at(60, 10)).toBeCloseTo(0, 3);
    expect(peak).toBeGreaterThan(10);
  });

  it("keeps everybody in the heat: what is smoothed over cells away from walls adds up to who is there", () => {
    const extent = { left: 0, top: 0, right: 120, bottom: 120 };
    const { cells, peak, width } = heatOf(dotsAt([60, 60], [62, 60], [60, 70]), extent, 0);
    const cellFt = 120 / width;
    const sum = cells.reduce((total, cell) => total + cell, 0) * Math.max(peak, 4);
    expect((sum * cellFt * cellFt) / (Math.PI * 144)).toBeCloseTo(3, 2);
  });

  it("leaves out of the heat who was seen long ago", () => {
    expect(heatOf(dotsAt([20, 20]), { left: 0, top: 0, right: 60, bottom: 60 }, 16 * MINUTE_MS).peak).toBe(0);
  });
});

describe("zones on a plan", () => {
  it("stand in the middle of who is in them, which one who is far off does not move", () => {
    const at = (id: string, xFt: number) => seen(id, { zone: "Café", xFt, yFt: 10 });
    expect(zoneMarks([at("a", 10), at("b", 12), at("c", 200)])).toEqual([{ name: "Café", seen: 3, xFt: 12, yFt: 10 }]);
  });

  it("have no place where only one or two are seen", () => {
    expect(zoneMarks([seen("a", { zone: "Café", xFt: 1, yFt: 1 }), seen("b", { zone: "Café" })])).toEqual([]);
  });
});

describe("readings", () => {
  it.each([
    ["temperature_c", 17.9, "cold"],
    ["temperature_c", 18, undefined],
    ["temperature_c", 27.1, "warm"],
    ["humidity_pct", 29, "dry"],
    ["humidity_pct", 61, "humid"],
    ["co2_ppm", 1000, undefined],
    ["co2_ppm", 1001, "stuffy"],
    ["sound_level_dba", 95, undefined],
    ["toString", 1, undefined],
  ])("%s of %d are called %s", (name, value, word) => {
    expect(discomfort({ name, value })).toBe(word);
  });

  it("are in range only where one was read that has a range", () => {
    const reading = (name: string, value: number) => ({ name, value, atMs: 0 });
    expect(comfortOf([reading("co2_ppm", 500)])).toEqual({ says: "in range", isGood: true });
    expect(comfortOf([reading("co2_ppm", 1500), reading("temperature_c", 30)])?.says).toBe("stuffy, warm");
    expect(comfortOf([reading("sound_level_dba", 50)])).toBeUndefined();
  });

  it("are said with their units", () => {
    expect(readingName("co2_ppm")).toEqual({ says: "CO₂", unit: "ppm" });
    expect(readingName("peak_people_count")).toEqual({ says: "Peak people count", unit: "" });
    expect(readingValue({ name: "temperature_c", value: 21.456 })).toBe("21.5 °C");
    expect(readingValue({ name: "humidity_pct", value: 41 })).toBe("41%");
    expect(readingValue({ name: "co2_ppm", value: 1234.5 })).toBe("1,235 ppm");
    expect(readingValue({ name: "ambient_light", value: "BRIGHT" })).toBe("BRIGHT");
  });
});

describe("a round step", () => {
  it.each([
    [0.07, 0.1],
    [1, 1],
    [1.1, 2],
    [3, 5],
    [51, 100],
  ])("of at least %d is %d", (least, step) => {
    expect(roundStep(least)).toBeCloseTo(step, 9);
  });
});
