import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countOutcomes, type Fate, outcomeOf, rejected, retry, type Status } from "../../shared/outcome.ts";
import { newRow } from "../../shared/row.ts";

const row = newRow("uid", "TYPE", 1, 2, "test/1");
const fates: Readonly<Record<Status, Fate>> = {
  ignored: { status: "ignored", reason: "by configuration" },
  duplicate: { status: "duplicate", row },
  stored: { status: "stored", row },
  rejected: rejected({ stage: "decode", code: "malformed-json", message: "m" }),
  retry: retry("throttled"),
};
const bestFirst: readonly Status[] = ["ignored", "duplicate", "stored", "rejected", "retry"];

describe("the outcome of a record", () => {
  it("is the worst fate of its events, wherever that one stands", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...bestFirst), { minLength: 1, maxLength: 6 }), (statuses) => {
        const outcome = outcomeOf(
          "7",
          statuses.map((status) => fates[status]),
        );
        const worst = Math.max(...statuses.map((status) => bestFirst.indexOf(status)));
        expect(outcome.position).toBe("7");
        expect(outcome.fate.status).toBe(bestFirst[worst]);
        expect(outcome.parts.map(({ status }) => status)).toEqual(statuses);
      }),
    );
  });

  it("gives the reason of the first event that is to be retried", () => {
    const { fate } = outcomeOf("7", [fates.stored, retry("throttled"), retry("no table")]);
    expect(fate).toEqual(retry("throttled"));
  });

  it("is a retry that says why when no event came of it: what was not understood is never acknowledged", () => {
    const { fate, parts } = outcomeOf("7", []);
    expect(fate).toEqual({ status: "retry", message: expect.stringMatching(/nothing/) });
    expect(parts).toEqual([]);
  });
});

describe("counting outcomes", () => {
  it("counts every event once under its own fate, not its record's", () => {
    const outcomes = [
      outcomeOf("1", [fates.stored, fates.retry, fates.stored]),
      outcomeOf("2", [fates.rejected, fates.duplicate]),
      outcomeOf("3", [fates.ignored]),
    ];
    expect(countOutcomes(outcomes)).toEqual({ stored: 2, duplicate: 1, ignored: 1, rejected: 1, retry: 1 });
  });

  it("counts nothing of nothing", () => {
    expect(countOutcomes([])).toEqual({ stored: 0, duplicate: 0, ignored: 0, rejected: 0, retry: 0 });
  });
});
