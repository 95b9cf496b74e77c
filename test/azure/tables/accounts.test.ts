/** What the store contract cannot see: which account a tenant's rows are in. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountOf } from "../../../azure/tables/accounts.ts";
import { eventEntityKey, placeEntityKey, placeIndexKey, stateEntityKey } from "../../../azure/tables/keys.ts";

describe("several accounts", () => {
  it("keep all a tenant has in one of them, whatever it is called", () => {
    fc.assert(
      fc.property(
        fc.option(fc.string({ unit: "binary", minLength: 1 }), { nil: undefined }),
        fc.string({ minLength: 1 }),
        (tenant, id) => {
          const subject = { tenant, kind: "device", id } as const;
          const state = { subject, aspect: "position" } as const;
          const keys = [
            eventEntityKey({ subject, occurredAtMs: 1, recordUid: "uid" }),
            stateEntityKey(state),
            placeIndexKey({ tenant, id }, 0, state),
            placeEntityKey({ tenant, locationId: id, digest: "d" }),
          ];
          expect(new Set(keys.map(({ partitionKey }) => accountOf(partitionKey, 7))).size).toBe(1);
        },
      ),
    );
  });

  it("share the tenants about evenly, and in the same way for ever", () => {
    const counts = [0, 0, 0, 0];
    for (let tenant = 0; tenant < 4_000; tenant++) {
      const account = accountOf(`tenant-${tenant}!device!d`, counts.length);
      counts[account] = (counts[account] ?? 0) + 1;
    }
    for (const count of counts) expect(count).toBeGreaterThan(800);
    expect(["a!x", "b", "tenant-1!device!d"].map((key) => accountOf(key, 4))).toEqual([0, 1, 3]);
  });
});
