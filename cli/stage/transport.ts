/** Where Cisco puts records, as a command puts and reads them. */
import type { SourceRecord } from "../../shared/outcome.ts";

export interface Transport {
  /** `kinesis`, `firehose` …, as dead letters name it. */
  readonly channel: string;
  readonly maxCallRecords: number;
  readonly maxCallBytes: number;
  readonly maxRecordBytes: number;
  /**
   * One call, each record under a random key where the transport has keys. An answer per record, in order. Rejects where
   * nothing was taken and another record would fare no better.
   */
  put(records: readonly Uint8Array[]): Promise<readonly PutAnswer[]>;
  /**
   * What arrived between two times and is kept still, several sources at once, each begun by a batch without records;
   * resolved when all is taken, or on abort. A source's records come as they arrived, or each batch says `reachedMs`.
   * Absent where the transport keeps nothing that can be read again.
   */
  read?(span: Span, take: (batch: ReadBatch) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** What arrives from now on, as `read` gives it, until abort. */
  follow?(take: (batch: ReadBatch) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** How far back it can be read; absent where nobody can tell. */
  kept?(): Promise<Kept>;
}

export interface Kept {
  /** All that arrived since is kept, epoch ms. */
  readonly sinceMs: number;
  /** Nothing that arrived before is, epoch ms; absent: `sinceMs`. Of shards that go back to different times. */
  readonly oldestMs?: number;
  /** Records that arrived before `sinceMs` and are kept no more, where they are counted. */
  readonly letGo?: number;
}

export interface PutAnswer {
  /** Where it went, as its dead letter would name it; absent where the transport tells none that letters have. */
  readonly position?: string;
  /** The transport's code, where it did not take the record. */
  readonly refused?: string;
  /** It never will. */
  readonly forGood?: true;
}

/** Of arrival, epoch ms; `toMs` is not in it any more. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface ReadBatch {
  /** `<stream>/<shard>`, as a dead letter's source is named. */
  readonly source: string;
  readonly records: readonly SourceRecord[];
  /** All that arrived before it was given, epoch ms; absent: that is as far as the last record. */
  readonly reachedMs?: number;
}
