import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { labelStart } from "../../../../console/page/building/plan/label-start.ts";
import { fitTo, held, viewOf, viewText, zoomed } from "../../../../console/page/building/plan/view.ts";

const extent = { left: 0, top: 0, right: 240, bottom: 120 };
const size = { width: 800, height: 600 };
const fitted = fitTo(extent, size, 16);

describe("the view of a floor", () => {
  it("fits all of it, in the middle", () => {
    expect(fitted.scale).toBeCloseTo(768 / 240);
    expect(fitted.x).toBeCloseTo(16);
    expect(fitted.y + 60 * fitted.scale).toBeCloseTo(300);
  });

  it("zooms about a point, which stays under the pointer", () => {
    const pixel = fc.double({ min: 0, max: 800, noNaN: true });
    fc.assert(
      fc.property(pixel, pixel, fc.double({ min: 0.1, max: 10, noNaN: true }), (px, py, factor) => {
        const next = zoomed(fitted, factor, px, py, fitted);
        expect((px - next.x) / next.scale).toBeCloseTo((px - fitted.x) / fitted.scale, 6);
        expect((py - next.y) / next.scale).toBeCloseTo((py - fitted.y) / fitted.scale, 6);
      }),
    );
  });

  it("zooms neither out nor in for ever", () => {
    expect(zoomed(fitted, 1e-9, 0, 0, fitted).scale).toBe(fitted.scale * 0.5);
    expect(zoomed(fitted, 1e9, 0, 0, fitted).scale).toBe(fitted.scale * 40);
  });

  it("always shows some of the floor", () => {
    const far = held({ ...fitted, x: 1e6, y: -1e6 }, extent, size);
    expect([far.x, far.y + 120 * far.scale]).toEqual([400, 300]);
  });

  it("is said in an address, and found there again", () => {
    const zoom = zoomed(fitted, 3, 100, 500, fitted);
    const again = viewOf(viewText(zoom, size, fitted), size, fitted);
    expect(again?.scale).toBeCloseTo(zoom.scale, 1);
    expect(again?.x).toBeCloseTo(zoom.x, -1);
    expect(viewText(fitted, size, fitted)).toBe("");
  });

  it.each(["", "1", "1,2", "a,b,c", "1,2,x"])("takes %j in an address for none", (text) => {
    expect(viewOf(text, size, fitted)).toBeUndefined();
  });
});

describe("a label on a plan", () => {
  it("is seen whole wherever what it names is seen, and in its middle where there is room", () => {
    const [room, edge] = [800, 2];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: room }), fc.integer({ min: 1, max: 400 }), (at, labelSize) => {
        const start = labelStart(at, labelSize, room, edge) as number;
        expect(start).toBeGreaterThanOrEqual(edge);
        expect(start + labelSize).toBeLessThanOrEqual(room - edge + 1);
      }),
    );
    expect(labelStart(400, 100, room, edge)).toBe(350);
  });

  it("is not shown where what it names is outside", () => {
    expect([labelStart(-1, 10, 800, 2), labelStart(801, 10, 800, 2)]).toEqual([undefined, undefined]);
  });
});
