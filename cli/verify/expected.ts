/** What the core says a batch leaves: worked out by the sinks that the function has, over tables in memory. */
import { batchInNoHurry } from "../../shared/batch/batch.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import { processBatch } from "../../shared/batch/process-batch.ts";
import type { RejectionCode } from "../../shared/outcome.ts";
import type { Row } from "../../shared/row.ts";
import { type PlaceKey, type SubjectKey, subjectOf, subjectText } from "../../shared/state/keys.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import { memoryTables } from "../explain/memory-tables.ts";
import type { TablesConsumer } from "../stage/stage.ts";
import type { KnownRecord } from "./known-batch.ts";

export interface Expected {
  /** Each event once. */
  readonly events: readonly Row[];
  /** Those of them the tables keep the history of. */
  readonly history: readonly Row[];
  readonly state: readonly StateItem[];
  readonly rejections: readonly RejectionCode[];
  readonly subjects: readonly SubjectKey[];
  /** Locations that say something of themselves. */
  readonly places: readonly PlaceKey[];
}

export async function expectedOf(
  records: readonly KnownRecord[],
  { core, historyExcludedTypes }: TablesConsumer,
): Promise<Expected> {
  const source = records.map(({ payload }, index) => ({ position: String(index), payload, receivedAtMs: Date.now() }));
  const outcomes = await processBatch(batchInNoHurry(source, "verify"), {
    ...core,
    sinks: [],
    deadLetter: { put: async () => {} },
  });
  const fates = outcomes.flatMap(({ parts }) => parts);
  const events = fates.flatMap((fate) => (fate.status === "stored" ? [fate.row] : []));
  const tables = memoryTables({ historyExcludedTypes });
  await tables.sink.write(events, noDeadline);
  const { events: history, state } = tables.taken();
  const newest = new Map(state.map(({ item }) => [`${item.key.aspect} ${subjectText(item.key.subject)}`, item]));
  const subjects = new Map(events.map((row) => [subjectText(subjectOf(row)), subjectOf(row)]));
  const places = new Set(events.flatMap(({ location_id }) => location_id ?? []));
  return {
    events,
    history,
    state: [...newest.values()],
    rejections: fates.flatMap((fate) => (fate.status === "rejected" ? [fate.rejection.code] : [])),
    subjects: [...subjects.values()],
    places: Array.from(places, (id) => ({ tenant: events[0]?.tenant_id, id })),
  };
}
