import { describe, expect, it } from "vitest";
import { newRow, type Row } from "../../../shared/row.ts";
import { foldState } from "../../../shared/state/fold.ts";
import { rowOf } from "../../../shared/state/merged-state.ts";

const NOW_MS = 1_700_000_000_000;

function event(type: string, uid: string, atMs: number, columns: Partial<Row> = {}): Row {
  return {
    ...newRow(uid, type, atMs, NOW_MS, "test/1"),
    tenant_id: "tenant",
    subject_kind: "device",
    subject_id: "phone",
    location_id: "lobby",
    ...columns,
  };
}
const position = (uid: string, atMs: number, columns?: Partial<Row>) =>
  event("DEVICE_LOCATION_UPDATE", uid, atMs, columns);
const telemetry = (uid: string, atMs: number, measurements: Record<string, number>) =>
  event("IOT_TELEMETRY", uid, atMs, { subject_kind: "sensor", subject_id: "tag", measurements });

/** What would be written: aspect, the event it is of, and who shares its fate. */
function written(rows: readonly Row[], isIncluded?: (index: number) => boolean) {
  return foldState(rows, NOW_MS, isIncluded).map((write) => ({
    of: `${write.key.subject.tenant} ${write.key.subject.id} ${write.key.aspect}`,
    uid: write.version.recordUid,
    sources: write.sources,
  }));
}

describe("folding a batch", () => {
  it("leaves one write of a subject's position, the newest's, in whatever order they came", () => {
    const [first, second, third] = [position("a", 1), position("b", 2), position("c", 3)];
    for (const rows of [
      [first, second, third],
      [third, first, second],
      [second, third, first],
    ]) {
      const [write, ...others] = foldState(rows, NOW_MS);
      expect(others).toEqual([]);
      expect(write).toMatchObject({
        kind: "replace",
        row: third,
        newest: rows.indexOf(third),
        version: { occurredAtMs: 3, recordUid: "c" },
        sources: [0, 1, 2],
      });
    }
  });

  it("lets the greater uid win where two happened at once, and the first where one event came twice", () => {
    expect(written([position("b", 1), position("a", 1)])).toMatchObject([{ uid: "b", sources: [0, 1] }]);
    const [write] = foldState([position("a", 1), position("a", 1)], NOW_MS);
    expect(write).toMatchObject({ newest: 0, sources: [0, 1] });
  });

  it("keeps tenants, subjects and aspects apart, in the order in which they first come", () => {
    expect(
      written([
        position("a", 1),
        position("b", 1, { subject_id: "laptop" }),
        position("c", 1, { tenant_id: undefined }),
        event("PROFILE_UPDATE", "d", 1),
        position("e", 0),
      ]),
    ).toEqual([
      { of: "tenant phone position", uid: "a", sources: [0, 4] },
      { of: "tenant laptop position", uid: "b", sources: [1] },
      { of: "undefined phone position", uid: "c", sources: [2] },
      { of: "tenant phone profile", uid: "d", sources: [3] },
    ]);
  });

  it("writes an exit as the device's presence and as its last position", () => {
    const exit = event("DEVICE_EXIT", "exit", 2, { presence: "exit" });
    expect(written([position("a", 1), exit])).toEqual([
      { of: "tenant phone position", uid: "exit", sources: [0, 1] },
      { of: "tenant phone presence", uid: "exit", sources: [1] },
    ]);
  });

  it("joins readings: one write with the newest of each", () => {
    const [write, ...others] = foldState(
      [
        telemetry("new", 2, { battery_pct: 80 }),
        telemetry("old", 1, { battery_pct: 90, temperature_c: 21 }),
        telemetry("other", 2, {}),
      ],
      NOW_MS,
    );
    expect(others).toEqual([]);
    expect(write).toMatchObject({
      kind: "merge",
      version: { occurredAtMs: 2, recordUid: "other" },
      sources: [0, 1, 2],
    });
    if (write?.kind !== "merge") throw new Error("telemetry is joined");
    expect(rowOf(write.state).measurements).toEqual({ battery_pct: 80, temperature_c: 21 });
  });

  it("leaves out what is not asked for, so that what was refused does not stand for others", () => {
    expect(written([position("a", 1), position("b", 2)], (index) => index !== 1)).toEqual([
      { of: "tenant phone position", uid: "a", sources: [0] },
    ]);
    expect(written([position("a", 1)], () => false)).toEqual([]);
  });

  it("asks by aspect, too, as one event can leave two", () => {
    const exit = event("DEVICE_EXIT", "exit", 2, { presence: "exit" });
    const writes = foldState([exit], NOW_MS, (_, aspect) => aspect === "position");
    expect(writes.map(({ key }) => key.aspect)).toEqual(["position"]);
  });
});
