/** The lake of a run: Parquet files in a folder, asked with the named queries. */
import type { NamedQuery, ParameterValues } from "../shared/lake/named-query.ts";
import type { QueryResult } from "../shared/lake/query-result.ts";
import type { OutcomeCounts } from "../shared/outcome.ts";

export interface Lake {
  readonly directory: string;
  /** Waits for everything that was put, so that the lake can be asked. Resolved early on abort. */
  flush(signal?: AbortSignal): Promise<void>;
  counts(): LakeCounts;
  /** Fails when there are no files yet. */
  open(): Promise<OpenLake>;
}

interface OpenLake {
  readonly queries: readonly NamedQuery[];
  /** Of all files, whatever the day they were written. */
  ask(query: NamedQuery, values: ParameterValues): Promise<QueryResult>;
  /** The times of the first and the last event, epoch milliseconds. */
  span(): Promise<readonly [number, number]>;
  close(): void;
}

export interface LakeCounts {
  readonly rows: number;
  readonly files: number;
  /** Rows the lake could not take. */
  readonly failed: number;
  /** Channels beside the first that end in the same lake. */
  readonly channels: readonly CountedChannel[];
}

/** Counts are of records. */
export interface ChannelCounts {
  /** Its key in `--json`. */
  readonly key: string;
  readonly title: string;
  readonly received: number;
  readonly dropped: number;
  readonly failed: number;
}

export interface CountedChannel extends ChannelCounts {
  /** Of its function. */
  readonly invocations: number;
  readonly failedInvocations: number;
  /** Of events, as its function counts them. */
  readonly outcomes: OutcomeCounts;
}
