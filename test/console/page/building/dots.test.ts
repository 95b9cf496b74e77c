import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOVE_MS, nearest, newDots } from "../../../../console/page/building/floor/dots.ts";

const dot = (xFt: number, yFt: number) => ({ xFt, yFt, group: 1, seenAtMs: 0 });

describe("dots", () => {
  it("show a new one where it was seen, at once", () => {
    const dots = newDots();
    dots.put("device:a", dot(10, 20), 0);
    expect([dots.x[0], dots.y[0], dots.step(0)]).toEqual([10, 20, false]);
  });

  it("move a known one on its way, and let it arrive", () => {
    const dots = newDots();
    dots.put("device:a", dot(0, 0), 0);
    dots.put("device:a", dot(100, 0), 1_000);
    expect(dots.step(1_000 + MOVE_MS / 2)).toBe(true);
    expect(dots.x[0]).toBeGreaterThan(50);
    expect(dots.x[0]).toBeLessThan(100);
    expect(dots.step(1_000 + MOVE_MS)).toBe(false);
    expect(dots.x[0]).toBe(100);
  });

  it("turn one that is seen elsewhere on its way from where it is", () => {
    const dots = newDots();
    dots.put("device:a", dot(0, 0), 0);
    dots.put("device:a", dot(100, 0), 0);
    dots.step(MOVE_MS / 2);
    const half = dots.x[0];
    dots.put("device:a", dot(0, 0), MOVE_MS / 2);
    dots.step(MOVE_MS / 2);
    expect(dots.x[0]).toBe(half);
  });

  it("let one that is seen where it is stay on its way", () => {
    const dots = newDots();
    dots.put("device:a", dot(0, 0), 0);
    dots.put("device:a", dot(100, 0), 0);
    dots.put("device:a", { ...dot(100, 0), seenAtMs: 5 }, MOVE_MS / 2);
    dots.step(MOVE_MS);
    expect([dots.x[0], dots.seenAtMs[0]]).toEqual([100, 5]);
  });

  it("jump where motion is not wanted", () => {
    const dots = newDots();
    dots.put("device:a", dot(0, 0), 0);
    dots.put("device:a", dot(100, 0), 0, true);
    expect([dots.x[0], dots.step(0)]).toEqual([100, false]);
  });

  it("hold exactly what was put and not removed, whatever the order", () => {
    const act = fc.record({ key: fc.nat(900), gone: fc.boolean(), at: fc.nat(240) });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 1_500 }), (acts) => {
        const dots = newDots();
        const expected = new Map<string, number>();
        for (const { key, gone, at } of acts) {
          if (gone) dots.remove(`k:${key}`);
          else dots.put(`k:${key}`, dot(at, 0), 0, true);
          if (gone) expected.delete(`k:${key}`);
          else expected.set(`k:${key}`, at);
        }
        expect(dots.count).toBe(expected.size);
        for (const [key, at] of expected) {
          const index = dots.indexOf(key);
          expect(dots.keyAt(index ?? -1)).toBe(key);
          expect(dots.x[index ?? -1]).toBe(at);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("find the one next to a point within reach, and none beyond it", () => {
    const dots = newDots();
    for (const [key, x] of Object.entries({ a: 10, b: 14, c: 100 })) dots.put(key, dot(x, 0), 0);
    const found = (x: number, reach: number) => {
      const at = nearest(dots, x, 0, reach);
      return at === undefined ? undefined : dots.keyAt(at);
    };
    expect([found(11, 5), found(13, 5), found(60, 5), found(100, 0)]).toEqual(["a", "b", undefined, "c"]);
  });
});
