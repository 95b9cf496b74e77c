/**
 * The landing of the lake, the same in every cloud: a batch's rows as Parquet files in the partitions of the hours they
 * arrived in. A cloud adds the put.
 */
import { errorName } from "../error-name.ts";
import { type Rejected, rejected, retry } from "../outcome.ts";
import type { BatchSource, Deadline, EventSink, FailedWrite } from "../ports.ts";
import type { Row } from "../row.ts";
import { lakeRow } from "./lake-row.ts";
import { parquetFile } from "./parquet.ts";
import { EVENTS_FOLDER, partitionFolder } from "./table.ts";

export interface LandingFile {
  /** `events/dt=…/hour=…/<stream>-<shard>-<first position>-<last>.parquet` */
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Places of its rows in the rows given. */
  readonly indexes: readonly number[];
}

/** Rejects with the store's own error; a file of that key that is there is replaced. */
export type PutFile = (file: LandingFile, deadline: Deadline) => Promise<unknown>;

/**
 * A sink for the one batch of `source`. Named after where its records sit in the stream, a file is overwritten by the same
 * batch delivered again; a batch that is cut differently writes rows twice, which the view of each event once removes.
 *
 * Whatever a put fails with is no row's fault: `retry` for the rows of that file.
 */
export function landing(put: PutFile, source: BatchSource): EventSink {
  return {
    async write(rows, deadline) {
      const failures: FailedWrite[] = [];
      for (const file of landingFiles(rows, source)) {
        if ("fate" in file) failures.push(file);
        else failures.push(...(await failed(file, deadline)));
      }
      return failures;
    },
  };

  async function failed(file: LandingFile, deadline: Deadline): Promise<readonly FailedWrite[]> {
    const reason = deadline.expired() ? "NoTimeLeft" : await errorOf(put(file, deadline));
    if (reason === undefined) return [];
    const fate = retry(`the lake did not take the file (${reason})`);
    return file.indexes.map((index) => ({ index, fate }));
  }
}

async function errorOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return errorName(error);
  }
}

type Refused = FailedWrite & { readonly fate: Rejected };

/** One file after the other, each made when it is asked for; and the rows that no file can hold, each rejected alone. */
export function* landingFiles(rows: readonly Row[], source: BatchSource): Generator<LandingFile | Refused> {
  const byFolder = Map.groupBy(rows.keys(), (index) => partitionFolder(rows[index]?.received_at ?? 0));
  for (const [folder, indexes] of byFolder) {
    let part = 0;
    for (const piece of encoded(rows, indexes)) {
      if ("fate" in piece) yield piece;
      else yield { key: `${EVENTS_FOLDER}/${folder}/${fileName(source, part++)}`, ...piece };
    }
  }
}

/** One file for all; where that cannot be, one for each half, down to the row that is to blame. */
function* encoded(
  rows: readonly Row[],
  indexes: readonly number[],
): Generator<Pick<LandingFile, "bytes" | "indexes"> | Refused> {
  const bytes = bytesOf(indexes.flatMap((index) => rows[index] ?? []));
  const [only = 0] = indexes;
  if (bytes instanceof Uint8Array) yield { bytes, indexes };
  else if (indexes.length === 1) yield { index: only, fate: refusal(bytes) };
  else {
    const half = indexes.length >> 1;
    yield* encoded(rows, indexes.slice(0, half));
    yield* encoded(rows, indexes.slice(half));
  }
}

function bytesOf(rows: readonly Row[]): Uint8Array | { readonly error: unknown } {
  try {
    return parquetFile(rows.map(lakeRow));
  } catch (error) {
    return { error };
  }
}

function refusal({ error }: { readonly error: unknown }): Rejected {
  const message = `the row does not fit into a Parquet file (${errorName(error)})`;
  return rejected({ stage: "write", code: "write-refused", message });
}

/** No part number on the first: hardly a batch has a second. */
function fileName({ name, range: [first, last] }: BatchSource, part: number): string {
  return `${name.replaceAll("/", "-")}-${first}-${last}${part === 0 ? "" : `-${part}`}.parquet`;
}
