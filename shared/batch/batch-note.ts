/**
 * What is remembered of a batch while it is under way, for a platform that delivers the whole batch again when the
 * process dies: the note that is still there then tells of the death, and the batch is cut in smaller and smaller parts
 * until the record that does it stands alone.
 */
import type { SourceRecord } from "../outcome.ts";

/** Records are named by their positions, since the batch may be cut differently when it comes again. */
export interface BatchNote {
  /** Where parts begin, beside the first record. */
  readonly cuts: readonly string[];
  /** First record of the part under way; absent when none is. */
  readonly underWay?: string;
  /** How often the process died while the record was processed alone. */
  readonly deaths: Readonly<Record<string, number>>;
}

/** Where notes are kept; one per batch, named after its source and its first position. All methods reject with the store's own error. */
export interface BatchNotes {
  get(batch: string): Promise<BatchNote | undefined>;
  put(batch: string, note: BatchNote): Promise<void>;
  /** Of a note that is not there is success, too. */
  delete(batch: string): Promise<void>;
}

/** A process also ends because its instance is taken away; that the same record stood alone each time is then no chance. */
export const DEATHS_ALONE = 3;

export const nothingNoted: BatchNote = { cuts: [], deaths: {} };

/** The note after its process died: the part under way in halves or, of one record, with one death more. */
export function afterDeath(note: BatchNote, records: readonly SourceRecord[]): BatchNote {
  const { cuts, deaths, underWay } = note;
  const part = partsOf(note, records).parts.find(([first]) => first?.position === underWay);
  const middle = part?.[Math.ceil(part.length / 2)];
  if (part === undefined || underWay === undefined) return { cuts, deaths };
  if (middle === undefined) return { cuts, deaths: { ...deaths, [underWay]: (deaths[underWay] ?? 0) + 1 } };
  return { cuts: [...cuts, middle.position], deaths };
}

/** The records in parts, in order; apart from them those that are not tried again. */
export function partsOf(
  { cuts, deaths }: BatchNote,
  records: readonly SourceRecord[],
): { readonly parts: readonly (readonly SourceRecord[])[]; readonly refused: readonly SourceRecord[] } {
  const starts = new Set(cuts);
  const refused: SourceRecord[] = [];
  const parts: SourceRecord[][] = [[]];
  for (const record of records) {
    if (starts.has(record.position)) parts.push([]);
    if ((deaths[record.position] ?? 0) >= DEATHS_ALONE) refused.push(record);
    else parts.at(-1)?.push(record);
  }
  return { parts: parts.filter((part) => part.length > 0), refused };
}
