import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newRow, type Row, type SubjectKind } from "../../../shared/row.ts";
import {
  compareCodePoints,
  compareVersions,
  eventKeyOf,
  isSameSubject,
  type SubjectKey,
  subjectText,
} from "../../../shared/state/keys.ts";

const text = fc.string({ unit: fc.constantFrom(" ", "1", "2", "a", "#"), maxLength: 6 });
const subject: fc.Arbitrary<SubjectKey> = fc.record({
  tenant: fc.option(text, { nil: undefined }),
  kind: fc.constantFrom<SubjectKind>("device", "user"),
  id: text,
});

describe("keys as values", () => {
  it("have the same text for the same subject only", () => {
    fc.assert(
      fc.property(subject, subject, (a, b) => {
        const same = a.tenant === b.tenant && a.kind === b.kind && a.id === b.id;
        expect(subjectText(a) === subjectText(b)).toBe(same);
      }),
      { numRuns: 5_000 },
    );
  });

  it("are one event's only where time, uid, tenant, kind and id are the same", () => {
    const row: Row = {
      ...newRow("uid", "DEVICE_ENTRY", 1, 2, "test/1"),
      tenant_id: "tenant",
      subject_kind: "device",
      subject_id: "7",
    };
    const key = eventKeyOf(row);
    expect(eventKeyOf({ ...row, received_at: 3, event_type: "DEVICE_EXIT" })).toEqual(key);
    const others: readonly Partial<Row>[] = [
      { record_uid: "other" },
      { occurred_at: 2 },
      { tenant_id: undefined },
      { subject_kind: "user" },
      { subject_id: "8" },
    ];
    for (const change of others) expect(eventKeyOf({ ...row, ...change })).not.toEqual(key);
  });

  it("are one subject's only where tenant, kind and id are the same", () => {
    const row: Row = {
      ...newRow("uid", "TYPE", 1, 2, "test/1"),
      tenant_id: "t",
      subject_kind: "device",
      subject_id: "7",
    };
    expect(isSameSubject(row, { ...row, record_uid: "other", occurred_at: 2 })).toBe(true);
    for (const change of [{ tenant_id: "other" }, { subject_kind: "user" }, { subject_id: "8" }] as const)
      expect(isSameSubject(row, { ...row, ...change })).toBe(false);
  });

  it("order uids as their UTF-8 bytes are ordered", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        expect(Math.sign(compareCodePoints(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
    // Where surrogates begin and end, and on either side of them.
    const edges = ["", "A", "\uD7FF", "\uE000", "\uFFFF", "\u{10000}", "\u{103FE}", "\u{103FF}", "\u{10FFFF}"];
    for (const a of edges)
      for (const b of edges)
        expect(Math.sign(compareCodePoints(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
  });

  it("put time before the uid", () => {
    expect(compareVersions({ occurredAtMs: 2, recordUid: "a" }, { occurredAtMs: 1, recordUid: "b" })).toBeGreaterThan(
      0,
    );
    expect(compareVersions({ occurredAtMs: 1, recordUid: "a" }, { occurredAtMs: 1, recordUid: "a" })).toBe(0);
  });
});
