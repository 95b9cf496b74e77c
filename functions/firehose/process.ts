/** A batch of the delivery stream Cisco Spaces pushes to: parse → process → answer. Wiring only. */
import type { FirehoseTransformationEvent, FirehoseTransformationResult } from "aws-lambda";
import type { Core } from "../../runtime/start-core.ts";
import { processWithRetries } from "../../shared/batch/attempts.ts";
import type { BackOff } from "../../shared/batch/back-off.ts";
import { processBatch } from "../../shared/batch/process-batch.ts";
import type { DeadLetter, EventSink } from "../../shared/ports.ts";
import type { Process } from "../lambda-handler.ts";
import { buildResponse, getRecords, sourceOf } from "./records.ts";

/** Kept back from the writes, so that an answer of megabytes still gets out. */
const ANSWER_RESERVE_MS = 2_000;

/** Data Firehose itself keeps the raw bytes of every record answered ProcessingFailed. */
const deadLetter: DeadLetter = { put: async () => undefined };

export interface FirehosePorts {
  /** A failure is tried again by the next call. */
  readonly core: () => Promise<Core>;
  readonly sinks: readonly EventSink[];
  /** Between attempts at what is transient. */
  readonly backOff: BackOff;
}

export function firehoseProcess({
  core,
  sinks,
  backOff,
}: FirehosePorts): Process<FirehoseTransformationEvent, FirehoseTransformationResult> {
  return async (event, timeLeft) => {
    const deadline = timeLeft(ANSWER_RESERVE_MS);
    const batch = { records: getRecords(event), source: sourceOf(event), writeBy: deadline, keepBy: deadline };
    const ports = { ...(await core()), sinks, deadLetter };
    const outcomes = await processWithRetries(batch, (part) => processBatch(part, ports), backOff);
    return { outcomes, ...buildResponse(outcomes) };
  };
}
