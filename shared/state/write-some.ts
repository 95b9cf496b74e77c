/** Part of the rows to a sink: its failures come back with the places the rows have among all. */
import type { Deadline, EventSink, FailedWrite } from "../ports.ts";
import type { Row } from "../row.ts";

export async function writeSome(
  rows: readonly Row[],
  isIncluded: (row: Row) => boolean,
  sink: EventSink,
  deadline: Deadline,
): Promise<readonly FailedWrite[]> {
  const indexes = [...rows.keys()].filter((index) => {
    const row = rows[index];
    return row !== undefined && isIncluded(row);
  });
  if (indexes.length === 0) return [];
  const some = indexes.flatMap((index) => rows[index] ?? []);
  const failures = await sink.write(some, deadline);
  return failures.map(({ index, fate }) => ({ index: indexes[index] ?? index, fate }));
}

/** A sink that takes rows of the types as stored without storing them. */
export function withoutTypes(types: ReadonlySet<string>, sink: EventSink): EventSink {
  if (types.size === 0) return sink;
  return {
    write: (rows, deadline) => writeSome(rows, ({ event_type }) => !types.has(event_type), sink, deadline),
  };
}
