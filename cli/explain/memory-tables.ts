/**
 * The tables in memory, written by the core's own sinks: what a record would leave is what it leaves there. What stands in
 * a stage's tables can be put under them, which are then only read.
 */
import type { EventSink, PlaceTable, StateTable } from "../../shared/ports.ts";
import type { Row } from "../../shared/row.ts";
import { isNewer, type StateKey, stateText, subjectOf } from "../../shared/state/keys.ts";
import { knownPlaces } from "../../shared/state/known-places.ts";
import type { PlaceFacts } from "../../shared/state/place-facts.ts";
import { placesFirst } from "../../shared/state/places-sink.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import type { StillPositions } from "../../shared/state/still-position.ts";
import type { TablesReader } from "../../shared/state/tables-reader.ts";
import { tablesSink } from "../../shared/state/tables-sink.ts";
import { withoutTypes } from "../../shared/state/write-some.ts";

/** What was written since it was last asked. */
export interface Written {
  readonly events: readonly Row[];
  /** Those of them that stand there already. */
  readonly standing: ReadonlySet<Row>;
  /** `isNew` is false where a newer one stands there already. */
  readonly state: readonly { readonly item: StateItem; readonly isNew: boolean }[];
  readonly places: readonly PlaceFacts[];
}

export interface MemoryTablesOptions {
  /** What stands there before. */
  readonly below?: Pick<TablesReader, "stateOf" | "history">;
  readonly historyExcludedTypes?: ReadonlySet<string>;
  readonly stillPositions?: StillPositions;
  readonly personalTtlSeconds?: number;
}

export interface MemoryTables {
  readonly sink: EventSink;
  taken(): Written;
}

/** As long as a stage keeps it unless told otherwise. */
const PERSONAL_TTL_SECONDS = 30 * 86_400;
/** Some kilobyte each: who explains more is told of the later ones as if they were the first. */
const MAX_ITEMS = 50_000;

export function memoryTables(options: MemoryTablesOptions = {}): MemoryTables {
  const { below } = options;
  const items = new Map<string, StateItem>();
  let written = nothing();

  async function read(key: StateKey): Promise<StateItem | undefined> {
    const known = items.get(stateText(key));
    if (known !== undefined || below === undefined) return known;
    return (await below.stateOf(key.subject)).find((item) => item.key.aspect === key.aspect);
  }

  function put(item: StateItem): void {
    if (items.size >= MAX_ITEMS) items.clear();
    items.set(stateText(item.key), item);
    written.state.push({ item, isNew: true });
  }

  const table: StateTable<StateItem> = {
    async read(key) {
      const item = await read(key);
      return item && { item, token: item };
    },
    async putIfNewer(item) {
      const known = await read(item.key);
      if (known === undefined || isNewer(item.version, known.version)) put(item);
      else written.state.push({ item: known, isNew: false });
    },
    async putIfUnchanged(item) {
      put(item);
      return true;
    },
    classify: () => "other",
  };
  const history: EventSink = {
    async write(rows) {
      written.events.push(...rows);
      for (const row of rows) {
        const same = (await below?.history(subjectOf(row), row.occurred_at, row.occurred_at)) ?? [];
        if (same.some(({ record_uid }) => record_uid === row.record_uid)) written.standing.add(row);
      }
      return [];
    },
  };
  const places: PlaceTable = {
    async write(facts) {
      written.places.push(...facts);
      return [];
    },
  };
  const state = {
    table,
    backOff: { wait: async () => {} },
    personalTtlSeconds: options.personalTtlSeconds ?? PERSONAL_TTL_SECONDS,
    concurrentWrites: 1,
    stillPositions: options.stillPositions,
    nowMs: Date.now,
  };
  const tables = tablesSink(withoutTypes(options.historyExcludedTypes ?? new Set(), history), state);
  return {
    sink: placesFirst(places, knownPlaces(), tables),
    taken() {
      const taken = written;
      written = nothing();
      return taken;
    },
  };
}

function nothing() {
  return {
    events: [] as Row[],
    standing: new Set<Row>(),
    state: [] as { item: StateItem; isNew: boolean }[],
    places: [] as PlaceFacts[],
  };
}
