import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutRepeats } from "../../../shared/batch/repeats.ts";
import { newRow, type Row } from "../../../shared/row.ts";

const event = (uid: string, atMs: number, tenant?: string, id = "device"): Row => ({
  ...newRow(uid, "TYPE", atMs, 0, "test/1"),
  tenant_id: tenant,
  subject_kind: "device",
  subject_id: id,
});

describe("repeats in a batch", () => {
  it("are told by uid, time, tenant and subject together: a recordUid alone can come twice by chance", () => {
    const { rows, places } = withoutRepeats([
      event("u", 1, "a"),
      event("u", 1, "b"),
      event("u", 2, "a"),
      event("u", 1, "a", "other"),
      event("u", 1, "b"),
      undefined,
      event("u", 1, "a"),
    ]);
    expect(rows).toHaveLength(4);
    expect(places).toEqual([
      { index: 0, isRepeat: false },
      { index: 1, isRepeat: false },
      { index: 2, isRepeat: false },
      { index: 3, isRepeat: false },
      { index: 1, isRepeat: true },
      undefined,
      { index: 0, isRepeat: true },
    ]);
  });

  it("are found whatever comes in between, and no two different events are one", () => {
    const few = fc.record({
      uid: fc.constantFrom("a", "b"),
      at: fc.nat(1),
      tenant: fc.constantFrom("s", "t", undefined),
    });
    fc.assert(
      fc.property(fc.array(few), (events) => {
        const { rows, places } = withoutRepeats(events.map(({ uid, at, tenant }) => event(uid, at, tenant)));
        const texts = events.map(({ uid, at, tenant }) => `${uid} ${at} ${tenant}`);
        expect(rows).toHaveLength(new Set(texts).size);
        for (const [index, place] of places.entries()) {
          const { record_uid, occurred_at, tenant_id } = rows[place?.index ?? -1] as Row;
          expect(`${record_uid} ${occurred_at} ${tenant_id}`).toBe(texts[index]);
          expect(place?.isRepeat).toBe(texts.indexOf(texts[index] ?? "") !== index);
        }
      }),
    );
  });

  it("cost the same per event when a producer sends one uid for everything", () => {
    const cpuMs = (count: number) => {
      const rows = Array.from({ length: count }, (_, index) => event("0", index + 1));
      const start = process.cpuUsage();
      withoutRepeats(rows);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1_000;
    };
    cpuMs(1_000);
    expect(Math.min(cpuMs(9_000), cpuMs(9_000), cpuMs(9_000))).toBeLessThan(250);
  });
});
