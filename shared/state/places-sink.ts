/**
 * Places before what refers to them: no reader finds an item whose place is not there. The facts of a place are written
 * when this process meets them for the first time; writing them again leaves the same item.
 */
import type { Rejected, Retry } from "../outcome.ts";
import type { Deadline, EventSink, FailedWrite, PlaceTable } from "../ports.ts";
import type { Row } from "../row.ts";
import type { KnownPlaces } from "./known-places.ts";
import { type PlaceFacts, placeFactsOf, referenceText } from "./place-facts.ts";

/** `next` gets the rows whose places are there; the others share the fate of their place. */
export function placesFirst(table: PlaceTable, known: KnownPlaces, next: EventSink): EventSink {
  return {
    async write(rows, deadline) {
      const unknown = unknownPlaces(rows, known);
      if (unknown.length === 0) return next.write(rows, deadline);
      const failed = new Map<string, Rejected | Retry>();
      for (const { index, fate } of await table.write(unknown, deadline)) {
        const facts = unknown[index];
        if (facts !== undefined) failed.set(referenceText(facts), fate);
      }
      for (const facts of unknown) if (!failed.has(referenceText(facts))) known.add(facts);
      if (failed.size === 0) return next.write(rows, deadline);
      const fateOf = (row: Row) => {
        const facts = placeFactsOf(row);
        return facts && failed.get(referenceText(facts));
      };
      return writeOthers(rows, fateOf, next, deadline);
    },
  };
}

/** Each once: a store refuses a key that comes twice. */
function unknownPlaces(rows: readonly Row[], known: KnownPlaces): readonly PlaceFacts[] {
  const unknown = new Map<string, PlaceFacts>();
  for (const row of rows) {
    const facts = placeFactsOf(row);
    if (facts !== undefined && known.get(facts) === undefined) unknown.set(referenceText(facts), facts);
  }
  return [...unknown.values()];
}

async function writeOthers(
  rows: readonly Row[],
  fateOf: (row: Row) => Rejected | Retry | undefined,
  next: EventSink,
  deadline: Deadline,
): Promise<readonly FailedWrite[]> {
  const failures: FailedWrite[] = [];
  const others: Row[] = [];
  const indexes: number[] = [];
  for (const [index, row] of rows.entries()) {
    const fate = fateOf(row);
    if (fate !== undefined) failures.push({ index, fate });
    else {
      others.push(row);
      indexes.push(index);
    }
  }
  for (const { index, fate } of await next.write(others, deadline))
    failures.push({ index: indexes[index] ?? index, fate });
  return failures;
}
