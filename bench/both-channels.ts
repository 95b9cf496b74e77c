/** One hour's pushes into the landing of a local lake through both channels, by the code that is deployed around the SDK's calls. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildResponse, getRecords, sourceOf } from "../functions/firehose/records.ts";
import { convert } from "../local/aws/firehose/conversion.ts";
import { writeRows } from "../local/aws/firehose/files.ts";
import { type Transform, transformRecords } from "../local/aws/firehose/transform.ts";
import type { Core } from "../runtime/start-core.ts";
import { noDeadline } from "../shared/batch/deadline.ts";
import { processBatch } from "../shared/batch/process-batch.ts";
import { landing, type PutFile } from "../shared/lake/landing.ts";
import type { Outcome, SourceRecord } from "../shared/outcome.ts";
import type { BatchSource, DeadLetter, EventSink } from "../shared/ports.ts";
import type { Row } from "../shared/row.ts";
import type { Push } from "./pushes.ts";

/** Every simulated event is valid. */
const deadLetter: DeadLetter = { put: () => Promise.reject(new Error("an event was rejected")) };

/** What 6 MB hold of JSON, about. */
const BATCH_RECORDS = 2_300;
/** 1 MiB of JSON, about, is what Data Firehose has transformed at once; a file of its own has more than an hour here. */
const TRANSFORMED_RECORDS = 500;

export interface Channels {
  /** Every row that now lies in landing, copies included. Throws when a push did not become one. */
  land(pushes: readonly Push[]): Promise<readonly Row[]>;
  bytes(): number;
}

export function bothChannels(directory: string, core: Core): Channels {
  let position = 0;
  let bytes = 0;
  const put: PutFile = async (file) => {
    const path = join(directory, file.key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.bytes);
    bytes += file.bytes.length;
  };

  function processed(records: readonly SourceRecord[], source: BatchSource, sinks: readonly EventSink[]) {
    const batch = { records, source, writeBy: noDeadline, keepBy: noDeadline };
    return processBatch(batch, { ...core, sinks, deadLetter });
  }

  /** The lake's function: a repeat within a batch is written once. */
  async function throughStream(pushes: readonly Push[]): Promise<readonly Row[]> {
    const records = pushes.map(({ bytes: payload, arrivedAtMs: receivedAtMs }) => ({
      position: String(++position).padStart(12, "0"),
      payload,
      receivedAtMs,
    }));
    const range = [records[0]?.position ?? "", records.at(-1)?.position ?? ""] as const;
    const source = { name: "stream/shardId-000000000000", range };
    return rowsOf(await processed(records, source, [landing(put, source)]), ["stored"]);
  }

  /** The transform, the format conversion and the file of Data Firehose: a line for each event, repeated or not. */
  async function throughDelivery(pushes: readonly Push[]): Promise<readonly Row[]> {
    const rows: Row[] = [];
    const transform: Transform = async (event) => {
      const outcomes = await processed(getRecords(event), sourceOf(event), []);
      rows.push(...rowsOf(outcomes, ["stored", "duplicate"]));
      return buildResponse(outcomes).answer;
    };
    const lines: Uint8Array[] = [];
    for (const part of pieces(pushes, TRANSFORMED_RECORDS)) {
      const records = part.map(({ bytes: data, arrivedAtMs }) => ({ data, arrivedAtMs }));
      const { delivered, failed } = await transformRecords(records, transform);
      if (failed.length > 0) throw new Error("the transform did not answer every record");
      lines.push(...delivered.map(({ data }) => data));
    }
    const converted = convert(Buffer.concat(lines));
    if (converted.failures.length > 0) throw new Error("a line is no row of the table");
    bytes += await writeRows(directory, "delivery", converted.rows, pushes[0]?.arrivedAtMs ?? 0);
    return rows;
  }

  return {
    async land(pushes) {
      const rows: Row[] = [];
      for (const batch of pieces(pushes, BATCH_RECORDS)) rows.push(...(await throughStream(batch)));
      rows.push(...(await throughDelivery(pushes)));
      return rows;
    },
    bytes: () => bytes,
  };
}

function rowsOf(outcomes: readonly Outcome[], written: readonly string[]): readonly Row[] {
  return outcomes.flatMap(({ fate, parts }) => {
    if (fate.status === "retry" || fate.status === "rejected") throw new Error("a push did not become a row");
    return parts.flatMap((part) => ("row" in part && written.includes(part.status) ? [part.row] : []));
  });
}

function pieces<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
