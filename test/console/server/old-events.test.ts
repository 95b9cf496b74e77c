/** A run whose input is of another year: its floors are as full as they were then. */
import { describe, expect, it } from "vitest";
import { newClock } from "../../../console/server/clock.ts";
import { floorItems } from "../../../console/server/floor/floor-items.ts";
import { placesOf } from "../../../console/server/places.ts";
import { subjectOf } from "../../../shared/state/keys.ts";
import { placeFactsOf } from "../../../shared/state/place-facts.ts";
import { seenAtMs } from "../../../shared/state/seen.ts";
import { type StateItem, stateItem } from "../../../shared/state/state-item.ts";
import { twoOnAFloor } from "../../support/two-on-a-floor.ts";

const YEARS_AGO_MS = Date.parse("2021-03-02T09:00:00Z");
const rows = twoOnAFloor(YEARS_AGO_MS);
const items = rows.map((row): StateItem => {
  const version = { occurredAtMs: row.occurred_at, recordUid: row.record_uid };
  return stateItem({ subject: subjectOf(row), aspect: "position" }, version, row, 1);
});
const read = {
  allPlaces: async () => rows.flatMap((row) => placeFactsOf(row) ?? []),
  stateAt: async (_place: unknown, sinceMs: number) => items.filter(({ row }) => seenAtMs(row) >= sinceMs),
  stateOf: async () => [],
  history: async () => [],
};
const floor = { tenant: "tenant-1", id: "floor-1" };

describe("events of years ago", () => {
  it("are now on a local run", async () => {
    const { atMs, tenants } = await placesOf(read, newClock(true));
    expect(atMs).toBe(YEARS_AGO_MS);
    expect(tenants[0]?.campuses[0]?.buildings[0]?.floors).toMatchObject([{ id: "floor-1", devices: 2 }]);
    expect((await floorItems(read, floor, newClock(true))()).items).toHaveLength(2);
  });

  it("are years ago on a deployed stage", async () => {
    const { tenants } = await placesOf(read, newClock(false));
    expect(tenants[0]?.campuses[0]?.buildings[0]?.floors).toMatchObject([{ devices: 0 }]);
    expect((await floorItems(read, floor, newClock(false))()).items).toHaveLength(0);
  });
});
