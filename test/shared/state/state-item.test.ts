import { describe, expect, it } from "vitest";
import { newRow, type Row } from "../../../shared/row.ts";
import { subjectOf, versionOf } from "../../../shared/state/keys.ts";
import { stateItem } from "../../../shared/state/state-item.ts";

const TTL_SECONDS = 60;

function item(columns: Partial<Row>, olderVersions?: Parameters<typeof stateItem>[4]) {
  const row: Row = {
    ...newRow("uid", "DEVICE_LOCATION_UPDATE", 10_000, 0, "test/1"),
    tenant_id: "tenant",
    subject_kind: "device",
    subject_id: "phone",
    ...columns,
  };
  return stateItem({ subject: subjectOf(row), aspect: "position" }, versionOf(row), row, TTL_SECONDS, olderVersions);
}

describe("an item of state", () => {
  it("of a person or a device may be deleted so long after the last event, never earlier", () => {
    expect(item({}).expiresAtS).toBe(10 + TTL_SECONDS);
    expect(item({ occurred_at: 10_001 }).expiresAtS).toBe(11 + TTL_SECONDS);
    expect(item({ subject_kind: "user" }).expiresAtS).toBe(10 + TTL_SECONDS);
  });

  it.each(["sensor", "location", "asset", "anchor"] as const)("of a %s stays", (subject_kind) => {
    expect(item({ subject_kind }).expiresAtS).toBeUndefined();
  });

  it("is found under its floor, else its location, of its own tenant", () => {
    expect(item({ floor_id: "floor", location_id: "zone" }).place).toEqual({ tenant: "tenant", id: "floor" });
    expect(item({ location_id: "campus", tenant_id: undefined }).place).toEqual({ tenant: undefined, id: "campus" });
    expect(item({}).place).toBeUndefined();
  });

  it("is under no place once its subject has exited", () => {
    expect(item({ floor_id: "floor", presence: "exit" }).place).toBeUndefined();
  });

  it("is replaced whole, unless readings were joined into it", () => {
    expect(item({})).toMatchObject({ merges: false, olderVersions: {} });
    expect(item({}, {})).toMatchObject({ merges: true, olderVersions: {} });
    const older = { "labels.state": { occurredAtMs: 1, recordUid: "a" } };
    expect(item({}, older)).toMatchObject({ merges: true, olderVersions: older });
  });
});
