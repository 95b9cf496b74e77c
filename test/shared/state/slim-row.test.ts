import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { subjectOf, versionOf } from "../../../shared/state/keys.ts";
import { placeFactsOf } from "../../../shared/state/place-facts.ts";
import { slimRow, wholeRow } from "../../../shared/state/slim-row.ts";
import { rowOf } from "../../support/core.ts";
import { arbitraryEvent, locationUpdate } from "../../support/events.ts";
import { comparable } from "../../support/stored-tables.ts";

describe("a slim row", () => {
  it("gives the whole row back with its key and its place, through JSON, too", () => {
    fc.assert(
      fc.property(arbitraryEvent, (event) => {
        const row = rowOf(event);
        const slim = slimRow(row);
        const kept = { ...slim, columns: JSON.parse(JSON.stringify(slim.columns)) };
        expect(comparable(wholeRow(kept, subjectOf(row), versionOf(row), placeFactsOf(row)))).toEqual(comparable(row));
      }),
    );
  });

  it("says nothing that its key or its place says", () => {
    const { columns, place } = slimRow(rowOf(locationUpdate()));
    for (const name of ["tenant_id", "subject_id", "occurred_at", "record_uid", "device_id", "floor_name", "payload"])
      expect(columns).not.toHaveProperty(name);
    expect(place?.locationId).toBe("location-zone");
  });

  it("leaves the location's id where the facts of the place are lost", () => {
    const row = rowOf(locationUpdate());
    expect(wholeRow(slimRow(row), subjectOf(row), versionOf(row), undefined).location_id).toBe(row.location_id);
  });
});
