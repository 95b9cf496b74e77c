/** Positions of devices that did not move, left out of a store that is told to. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import type { Row } from "../../../shared/row.ts";
import { isStill } from "../../../shared/state/still-position.ts";
import { rowOf } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";
import { memoryStore } from "../../support/memory-store.ts";

const NOON_MS = Date.UTC(2026, 0, 5, 12);
const TEN_FEET = { feet: 10, seconds: 60 };
const POSITION = "tenant-1#device#device-1 position";

const at = (seconds: number, x: number, change: Record<string, unknown> = {}): Row =>
  rowOf(
    locationUpdate(
      { recordUid: `event-${seconds}`, recordTimestamp: NOON_MS + seconds * 1_000 },
      { xPos: x, yPos: 20, ...change },
    ),
  );

async function positionAfter(...rows: readonly Row[]): Promise<Row | undefined> {
  const store = memoryStore({ stillPositions: TEN_FEET });
  for (const row of rows) expect(await store.write([row], noDeadline)).toEqual([]);
  return (await store.tables()).state[POSITION]?.row;
}

describe("a position that is told again", () => {
  it("is left out within the feet and the seconds", async () => {
    expect((await positionAfter(at(0, 10), at(59, 19)))?.x).toBe(10);
  });

  it.each([
    ["moved by as many feet", at(59, 20)],
    ["after as many seconds", at(60, 11)],
    ["on another map", at(59, 11, { mapId: "other" })],
    ["without coordinates", at(59, 11, { xPos: undefined, yPos: undefined })],
    ["at another place", at(59, 11, { location: { locationId: "other", inferredLocationTypes: ["FLOOR"] } })],
  ])("is written %s", async (_, told) => {
    expect((await positionAfter(at(0, 10), told))?.record_uid).toBe(told.record_uid);
  });

  it("is written for who has left, and when they are back", async () => {
    const { device, location } = locationUpdate().deviceLocationUpdate;
    const exit = rowOf({
      recordUid: "exit",
      recordTimestamp: NOON_MS + 1_000,
      spacesTenantId: "tenant-1",
      eventType: "DEVICE_EXIT",
      deviceExit: { device, location },
    });
    expect((await positionAfter(at(0, 10), exit))?.record_uid).toBe("exit");
    expect((await positionAfter(at(0, 10), exit, at(2, 10)))?.record_uid).toBe("event-2");
  });

  it("is off by less than the feet and old by less than the seconds, whatever the walk", async () => {
    const walk = fc.array(fc.record({ seconds: fc.integer({ min: 1, max: 90 }), x: fc.integer({ min: 1, max: 40 }) }), {
      minLength: 1,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(walk, async (steps) => {
        let seconds = 0;
        const rows = steps.map((step) => {
          seconds += step.seconds;
          return at(seconds, step.x);
        });
        const last = rows.at(-1) as Row;
        const stored = (await positionAfter(...rows)) as Row;
        const isExact = stored.record_uid === last.record_uid;
        expect(isExact || (Math.abs((stored.x ?? 0) - (last.x ?? 0)) < 10 && isStill(stored, last, TEN_FEET))).toBe(
          true,
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe("history without some types", () => {
  it("has none of theirs, and the state has", async () => {
    const store = memoryStore({ historyExcludedTypes: new Set(["DEVICE_LOCATION_UPDATE"]) });
    expect(await store.write([at(0, 10)], noDeadline)).toEqual([]);
    const { events, state } = await store.tables();
    expect(events).toEqual({});
    expect(state[POSITION]?.row.x).toBe(10);
  });
});
