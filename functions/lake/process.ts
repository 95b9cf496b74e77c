/** A batch of the stream for the lake: as the tables' function does it, into files and without letters. Wiring only. */
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import type { Core } from "../../runtime/start-core.ts";
import { processBatch } from "../../shared/batch/process-batch.ts";
import { landing, type PutFile } from "../../shared/lake/landing.ts";
import { passedOver } from "../../shared/lake/passed-over.ts";
import type { DeadLetter } from "../../shared/ports.ts";
import { buildResponse, getRecords, sourceOf } from "../kinesis/records.ts";
import type { Process } from "../lambda-handler.ts";

/** Kept back from the put, so that the answer still gets out. */
const ANSWER_RESERVE_MS = 500;

/** The tables' consumer keeps the letters of this stream; two of each would be redriven twice. */
const deadLetter: DeadLetter = { put: async () => undefined };

export interface LakePorts {
  /** A failure is tried again by the next call. */
  readonly core: () => Promise<Core>;
  readonly put: PutFile;
}

export function lakeProcess({ core, put }: LakePorts): Process<KinesisStreamEvent, KinesisStreamBatchResponse> {
  return async (event, timeLeft) => {
    const deadline = timeLeft(ANSWER_RESERVE_MS);
    const source = sourceOf(event);
    const batch = { records: getRecords(event), source, writeBy: deadline, keepBy: deadline };
    const sinks = [landing(put, source)];
    const outcomes = passedOver(await processBatch(batch, { ...(await core()), sinks, deadLetter }));
    return { outcomes, ...buildResponse(outcomes) };
  };
}
