import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentBytes } from "../../../gcp/firestore/document.ts";
import { together } from "../../../gcp/firestore/together.ts";
import { sendInGroups } from "../../../gcp/firestore/write-groups.ts";
import { GoogleStatus } from "../../../gcp/google-errors.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";

const INVALID_ARGUMENT = 3;
const ABORTED = 10;

describe("calls made at the same moment", () => {
  it("are one call, and each gets its own answer", async () => {
    const sent: number[][] = [];
    const twice = together(async (asked: readonly number[]) => {
      sent.push([...asked]);
      return asked.map((number) => number * 2);
    });
    expect(await Promise.all([1, 2, 3].map((number) => twice(number, noDeadline)))).toEqual([2, 4, 6]);
    expect(await twice(4, noDeadline)).toBe(8);
    expect(sent).toEqual([[1, 2, 3], [4]]);
  });

  it("go apart where their deadlines are not the same, and fail together", async () => {
    const sent: number[] = [];
    const failing = together(async (asked: readonly number[]) => {
      sent.push(asked.length);
      throw new GoogleStatus(ABORTED);
    });
    const calls = [failing(1, noDeadline), failing(2, noDeadline), failing(3, { ...noDeadline })];
    const ends = await Promise.allSettled(calls);
    expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(sent).toEqual([2, 1]);
  });
});

describe("documents in groups", () => {
  const item = fc.record({ id: fc.nat(30), size: fc.constantFrom(1, 1_000, 3_000_000), isBad: fc.boolean() });

  it("are within a call's bounds, none twice, and each has its own status, whatever its group ends with", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 60 }), async (made) => {
        const items = made.map(({ id, size, isBad }) => ({
          document: { collection: "state" as const, id: `t!device!${id}!x`, fields: { row: "x".repeat(size) } },
          isBad,
        }));
        const taken: unknown[] = [];
        const errors = await sendInGroups(items, async (group) => {
          expect(group.length).toBeLessThanOrEqual(20);
          expect(group.reduce((sum, { document }) => sum + documentBytes(document), 0)).toBeLessThan(
            10 * 1_024 * 1_024,
          );
          expect(new Set(group.map(({ document }) => document.id)).size).toBe(group.length);
          if (group.some(({ isBad }) => isBad)) throw new GoogleStatus(INVALID_ARGUMENT);
          taken.push(...group);
          return group.map(() => undefined);
        });
        expect(errors.map((error) => error !== undefined)).toEqual(items.map(({ isBad }) => isBad));
        expect(taken).toHaveLength(items.filter(({ isBad }) => !isBad).length);
      }),
      { numRuns: 50 },
    );
  });

  it("that fail in passing fail as one: nothing is known of any", async () => {
    const items = [1, 2].map((id) => ({
      document: { collection: "state" as const, id: `t!device!${id}!x`, fields: {} },
    }));
    const errors = await sendInGroups(items, async () => {
      throw new GoogleStatus(ABORTED);
    });
    expect(errors).toMatchObject([{ code: ABORTED }, { code: ABORTED }]);
  });
});
