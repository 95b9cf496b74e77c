/** What a client has after a change is what the server has: whatever came, moved or went. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { FloorAnswer, FloorChange, FloorSubject } from "../../../console/api.ts";
import { floorChange } from "../../../console/server/floor/floor-change.ts";

const subject = fc.record({
  kind: fc.constantFrom("device", "user"),
  id: fc.constantFrom("a", "b", "c", "a b", "🏢", "x/y"),
  label: fc.constant("phone"),
  seenAtMs: fc.integer({ min: 0, max: 3 }),
  xFt: fc.integer({ min: 0, max: 2 }),
  readings: fc.constant([]),
});
const answer = fc.record({
  atMs: fc.integer({ min: 0, max: 9 }),
  place: fc.constant({ id: "f" }),
  names: fc.constant({ tenant: "t", floor: "f" }),
  subjects: fc.uniqueArray(subject, { selector: ({ kind, id }) => `${kind} ${id}` }),
  zones: fc.array(
    fc.record({ id: fc.constantFrom("z"), name: fc.constant("Z"), devices: fc.nat(2), users: fc.nat(2) }),
    {
      maxLength: 1,
    },
  ),
  rooms: fc.constant([]),
});

/** As the page does. */
function applied(before: FloorAnswer, change: FloorChange | undefined): FloorAnswer {
  if (change === undefined) return before;
  const subjects = new Map(before.subjects.map((one) => [JSON.stringify([one.kind, one.id]), one]));
  for (const { kind, id } of change.gone) subjects.delete(JSON.stringify([kind, id]));
  for (const one of change.seen) subjects.set(JSON.stringify([one.kind, one.id]), one);
  return { ...before, subjects: [...subjects.values()], zones: change.zones ?? before.zones };
}

const inOrder = (subjects: readonly FloorSubject[]) =>
  subjects.toSorted((a, b) => (`${a.kind} ${a.id}` < `${b.kind} ${b.id}` ? -1 : 1));

it("a floor and its change are the next floor, and what is the same has no change", () => {
  fc.assert(
    fc.property(answer, answer, (before, now) => {
      const after = applied(before, floorChange(before, now));
      expect([inOrder(after.subjects), after.zones]).toEqual([inOrder(now.subjects), now.zones]);
      expect(floorChange(now, { ...now, atMs: now.atMs + 1 })).toBeUndefined();
    }),
  );
});
