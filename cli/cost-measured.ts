/**
 * What was measured: mean sizes and writes of simulated events. `npm run bench` measures them again (`npm run bench:lake`
 * the lake's), and prints the bill with its own figures.
 */
export interface MeasuredWrites {
  readonly historyUnitsPerEvent: number;
  readonly stateWritesPerEvent: number;
  /** The index included. */
  readonly stateUnitsPerWrite: number;
}

export const eventBytes = { json: 1_912, protobuf: 747 } as const;
/** A row of the lake, with its payload and without: as JSON on its way through Data Firehose, ... */
export const rowJsonBytes = { keep: 3_023, omit: 1_347 } as const;
/** ... in the landing's file of a full batch, 2,352 events of JSON; a smaller file has more of its own for each ... */
export const rowLandingBytes = { keep: 389, omit: 132 } as const;
/** ... compacted ... */
export const rowCompactedBytes = { keep: 128, omit: 55 } as const;
/** ... and in a large file, SNAPPY, as Data Firehose writes it and compaction on Azure. */
export const rowSnappyBytes = { keep: 324, omit: 65 } as const;
/**
 * What the daily run of compaction reads for each row that arrived: landing (once, on Mondays twice), of the day before the
 * columns a copy is known by, and both days once more where OPTIMIZE puts files together.
 */
export const compactionReadBytes = { keep: 706, omit: 274 } as const;
/** Of the lake's function, decoding to file, on one core of the bench's machine. */
export const LAKE_CPU_SECONDS_PER_EVENT = 0.0002;

export const HISTORY_ITEM_BYTES = 555;
const HISTORY_UNITS_PER_EVENT = 1;

/** Aspects an event updates: most one, an exit and a tag that says where it is two. */
export const STATE_WRITES_UNFOLDED = 1.17;
/** The item alone: hardly one is above 1 KB. */
export const STATE_ITEM_UNITS = 1.04;
/** Entries of the index that come, go and change slot; not fewer when more is folded. */
const INDEX_UNITS_PER_EVENT = 0.16;
/**
 * Of a write in the first seconds of a slot of the index, in which everybody seen moves from the last slot to this one: an
 * entry goes and one comes.
 */
export const SLOT_CHANGE_INDEX_UNITS_PER_WRITE = 1.85;
/** Share of all events that the busiest place had at 1,000 events/s, a floor; and the busiest key of the tables. */
export const BUSIEST_PLACE_SHARE = 0.039;
export const BUSIEST_SUBJECT_SHARE = 0.007;

/** Of all state writes, those of telemetry and counts, which read before they write. */
export const READS_PER_STATE_WRITE = 0.23;

/** State writes per event by the seconds a batch spans, for shards among which events are spread at random. */
const folded: readonly { readonly shards: number; readonly bySeconds: readonly (readonly [number, number])[] }[] = [
  {
    shards: 1,
    bySeconds: [
      [1, 1.114],
      [5, 1.094],
      [10, 1.042],
      [23, 0.674],
      [60, 0.299],
    ],
  },
  {
    shards: 4,
    bySeconds: [
      [1, 1.157],
      [5, 1.148],
      [10, 1.122],
      [23, 0.97],
      [60, 0.697],
    ],
  },
  {
    shards: 16,
    bySeconds: [
      [1, 1.168],
      [5, 1.166],
      [10, 1.149],
      [23, 1.06],
      [60, 0.924],
    ],
  },
];

/**
 * Folding keeps one write per subject and batch: what counts is how often a device reports within the seconds a batch
 * spans, and into how many shards its reports are spread. In between linear, beyond as at the last that was measured.
 */
export function stateWritesPerEvent(batchSeconds: number, shards: number): number {
  const points = folded.map((line): readonly [number, number] => [
    Math.log(line.shards),
    interpolate(line.bySeconds, batchSeconds),
  ]);
  return interpolate(points, Math.log(shards));
}

export function measuredWrites(batchSeconds: number, shards: number): MeasuredWrites {
  const writes = stateWritesPerEvent(batchSeconds, shards);
  return {
    historyUnitsPerEvent: HISTORY_UNITS_PER_EVENT,
    stateWritesPerEvent: writes,
    stateUnitsPerWrite: STATE_ITEM_UNITS + INDEX_UNITS_PER_EVENT / writes,
  };
}

/** `points` in order of x. */
function interpolate(points: readonly (readonly [number, number])[], x: number): number {
  let before = points[0];
  for (const point of points) {
    if (before !== undefined && x <= point[0]) {
      if (point === before) return point[1];
      return before[1] + ((x - before[0]) / (point[0] - before[0])) * (point[1] - before[1]);
    }
    before = point;
  }
  return before?.[1] ?? Number.NaN;
}
