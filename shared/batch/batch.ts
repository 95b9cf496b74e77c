import type { SourceRecord } from "../outcome.ts";
import type { BatchSource, Deadline } from "../ports.ts";
import { noDeadline } from "./deadline.ts";

/** Records given together, and what is of them alone. */
export interface Batch {
  readonly records: readonly SourceRecord[];
  readonly source: BatchSource;
  /** Until when rows may be written ... */
  readonly writeBy: Deadline;
  /** ... and, later, dead letters kept. */
  readonly keepBy: Deadline;
}

/** Records of a file or a test, which nobody waits for. */
export function batchInNoHurry(records: readonly SourceRecord[], name: string): Batch {
  const source = { name, range: [records[0]?.position ?? "", records.at(-1)?.position ?? ""] } as const;
  return { records, source, writeBy: noDeadline, keepBy: noDeadline };
}
