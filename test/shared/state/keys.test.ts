import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SubjectKind } from "../../../shared/row.ts";
import { compareCodePoints, compareVersions, type SubjectKey, subjectText } from "../../../shared/state/keys.ts";

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

  it("order uids as their UTF-8 bytes are ordered", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        expect(Math.sign(compareCodePoints(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
    expect(compareCodePoints("\u{1F600}", "\uFF5E")).toBeGreaterThan(0);
  });

  it("put time before the uid", () => {
    expect(compareVersions({ occurredAtMs: 2, recordUid: "a" }, { occurredAtMs: 1, recordUid: "b" })).toBeGreaterThan(
      0,
    );
    expect(compareVersions({ occurredAtMs: 1, recordUid: "a" }, { occurredAtMs: 1, recordUid: "a" })).toBe(0);
  });
});
