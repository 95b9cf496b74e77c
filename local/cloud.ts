/**
 * What the run needs of a cloud, in the run's words. `local/aws` (and azure, gcp beside it) implement this over
 * embedded stand-ins and the built functions; nothing above this port knows which cloud it is.
 */
import type { EncodedRecord } from "../cli/simulator/records.ts";
import type { BatchReport } from "../shared/batch/report.ts";
import type { Commands } from "./commands.ts";
import type { Lake } from "./lake.ts";
import type { Reader } from "./reader.ts";

export interface CloudOptions {
  /** By service, as the cloud names them in `clouds.ts`; 0 or absent picks a free one. */
  readonly ports: Readonly<Record<string, number>>;
  /** An empty folder the lake's files go to. */
  readonly lakeDirectory: string;
  /** Whether the database is short of capacity, and the lake now and then not to be reached, from the start. */
  readonly faults: boolean;
}

/** What was started is ended again when the rest cannot be. A port that cannot be listened on is a UserError. */
export type StartCloud = (options: CloudOptions) => Promise<Cloud>;

export interface Cloud {
  /** The path of the data, for a title: `Kinesis → functions → DynamoDB and the lake`. */
  readonly path: string;
  /** That the tables are filled from, as dead letters name it. */
  readonly channel: string;
  readonly push: Push;
  /** Starts to deliver what is pushed to the functions, from the oldest record on; the observer is told of the tables'. */
  consume(observer: Observer): Consumption;
  readonly read: Reader;
  /** What the tables have taken so far, as far as it is counted. */
  written(): Written;
  readonly lake: Lake;
  readonly faults: Faults;
  readonly commands: Commands;
  /** What `spaces … --local` needs to reach it, as the commands of this cloud read it; absent while none do. */
  readonly access?: unknown;
  /** Ends everything that was started. */
  close(): Promise<void>;
}

export interface Written {
  /** Items. */
  readonly writes?: number;
  /** Of what the store is billed by. */
  readonly units?: number;
  readonly unit?: string;
}

/** The producer's side: every channel of the cloud gets the same records. */
export interface Push {
  readonly maxCallRecords: number;
  readonly maxCallBytes: number;
  /** The transport takes no larger record: such a one is left out, as a producer would have to. */
  readonly maxRecordBytes: number;
  /** Resolved when all are taken: their positions, in order; fewer when the signal came before. */
  put(records: readonly EncodedRecord[], signal: AbortSignal): Promise<readonly string[]>;
}

export interface Consumption {
  /** Resolved when stopped; rejected when it fails for good. */
  readonly done: Promise<void>;
  /** What is not acknowledged by then stays so. */
  stop(): Promise<void>;
}

export interface ArrivedRecord {
  readonly position: string;
  /** When the transport took it, epoch ms. */
  readonly arrivedAtMs: number;
}

/** One invocation of the function and what it came to. */
export interface Delivery {
  readonly records: number;
  /** How many of them have to come again. */
  readonly redelivered: number;
  /** Why the invocation failed (it threw, it timed out); absent when it answered. */
  readonly failure?: string;
  /** What the function counted of the records that do not come again; absent when none of it holds. */
  readonly report?: DeliveryReport;
  /** Lines of the function's log that are warnings. */
  readonly warnings: readonly string[];
}

export type DeliveryReport = Pick<
  BatchReport,
  "stored" | "duplicate" | "ignored" | "rejected" | "retry" | "rejections" | "retryFrom"
>;

export interface Observer {
  delivered(delivery: Delivery): void;
  /** Records the source will not deliver again. */
  acknowledged(records: readonly ArrivedRecord[]): void;
  /** Records the source gave up, and keeps aside. */
  givenUp(records: readonly ArrivedRecord[]): void;
  /** What the lake's function, of which nothing else is told, said in warning, and why it failed. */
  lakeWarned(lines: readonly string[]): void;
}

interface Faults {
  /** Makes the database short of capacity, or ends it. */
  throttle(on: boolean): void;
  /** Calls the database refused, wholly or in part, so far. */
  throttledCalls(): number;
  /** Makes the lake take no file, or ends that. */
  refuseLake(on: boolean): void;
  /** Files the lake refused so far, each as often as it was put. */
  refusedFiles(): number;
}
