/** Rows as items and back: what is left out is put back, and nothing is added. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventOfItem, historyItem } from "../../../functions/dynamodb/history.ts";
import type { Item } from "../../../functions/dynamodb/item.ts";
import { itemBytes, WRITE_UNIT_BYTES } from "../../../functions/dynamodb/item-bytes.ts";
import { factsOfItem, placeItem } from "../../../functions/dynamodb/place-item.ts";
import { newRow, type Row } from "../../../shared/row.ts";
import { placeColumns, placeFactsOf } from "../../../shared/state/place-facts.ts";
import { anyRow } from "../../shared/lake/any-row.ts";
import { rowOf } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";
import { comparable } from "../../support/stored-tables.ts";

const TTL_SECONDS = 60;
const DAY_OF_GOLDENS_MS = 1_772_467_200_000;

/** Through the table and the places table. */
function writtenAndRead(row: Row): Row {
  const facts = placeFactsOf(row);
  return eventOfItem(historyItem(row, TTL_SECONDS), facts && factsOfItem(placeItem(facts)));
}

const path = (name: string) => new URL(`../../golden/rows/${name}`, import.meta.url);
const goldenRows = readdirSync(path("")).map(
  (name): Row => ({ ...newRow("", "", 0, 0, ""), ...(JSON.parse(readFileSync(path(name), "utf8")) as Row) }),
);

describe("a row's item", () => {
  it("gives back the whole row, whatever is in it", () => {
    const kinds = fc.constantFrom("device", "sensor", "user", "location", "unknown" as const);
    const id = fc.constantFrom("a", "b", undefined);
    fc.assert(
      fc.property(anyRow, kinds, id, id, fc.boolean(), (any, subject_kind, device_id, user_id, hasZone) => {
        const labels = hasZone ? { ...any.labels, time_zone: "Europe/Berlin" } : any.labels;
        const row: Row = { ...any, subject_kind, subject_id: "a", device_id, user_id, labels };
        expect(comparable(writtenAndRead(row))).toEqual(comparable(row));
      }),
      { numRuns: 2_000 },
    );
  });

  it("gives back every golden row", () => {
    for (const row of goldenRows) expect(comparable(writtenAndRead(row))).toEqual(comparable(row));
  });

  it("has neither what the key says nor what the place says", () => {
    const item = historyItem(rowOf(locationUpdate()), TTL_SECONDS);
    expect(Object.keys(item)).toEqual(expect.arrayContaining(["pk", "sk", "place", "event_type", "x", "y"]));
    for (const name of [...placeColumns, "tenant_id", "subject_id", "occurred_at", "record_uid", "device_id"])
      expect(item).not.toHaveProperty(name);
    expect(item.place?.S).toMatch(/^location-zone#[0-9a-z]{7}$/);
  });

  it("keeps its few place columns itself where no location tree says them, and is given no others", () => {
    const row: Row = { ...newRow("u", "DEVICE_ENTRY", 1, 2, "test/1"), location_id: "location-zone", map_id: "m" };
    expect(placeFactsOf(row)).toBeUndefined();
    const item: Item = historyItem(row, TTL_SECONDS);
    expect(item).toMatchObject({ location_id: { S: "location-zone" }, map_id: { S: "m" } });
    expect(item.place).toBeUndefined();
    expect(comparable(eventOfItem(item, undefined))).toEqual(comparable(row));
  });

  it("keeps the names of its time when the place is renamed", () => {
    const before = rowOf(locationUpdate());
    const after = { ...before, location_name: "Reception" };
    expect(historyItem(before, TTL_SECONDS).place).not.toEqual(historyItem(after, TTL_SECONDS).place);
    expect(writtenAndRead(before).location_name).toBe("Lobby");
    expect(writtenAndRead(after).location_name).toBe("Reception");
  });

  it("refers to other facts when any of them is another", () => {
    const row = { ...goldenRows.find(({ labels }) => labels?.time_zone !== undefined) } as Row;
    const referred = (change: Partial<Row>) => historyItem({ ...row, ...change }, TTL_SECONDS).place?.S;
    const others = placeColumns.map((name) =>
      referred({ [name]: name === "location_types" ? ["OTHER"] : name === "floor_number" ? 99 : "other" }),
    );
    const otherZone = referred({ labels: { ...row.labels, time_zone: "Asia/Tokyo" } });
    expect(new Set([referred({}), otherZone, ...others]).size).toBe(placeColumns.length + 2);
  });

  it("still says where the event was when the place's facts are lost", () => {
    const { location_id, location_name } = eventOfItem(historyItem(rowOf(locationUpdate()), TTL_SECONDS), undefined);
    expect([location_id, location_name]).toEqual(["location-zone", undefined]);
  });

  it("fits one write unit in the mean, be every field of the event filled", () => {
    const units = goldenRows
      .map((row) => ({ ...row, received_at: DAY_OF_GOLDENS_MS }))
      .map((row) => Math.ceil(itemBytes(historyItem(row, TTL_SECONDS)) / WRITE_UNIT_BYTES));
    expect(units.reduce((sum, unit) => sum + unit) / units.length).toBeLessThanOrEqual(1.05);
  });
});
