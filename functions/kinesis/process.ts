/** A batch of the stream Cisco Spaces pushes to: parse → process → answer. Wiring only. */
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import type { Core } from "../../runtime/start-core.ts";
import { processBatch } from "../../shared/batch/process-batch.ts";
import type { DeadLetter, EventSink } from "../../shared/ports.ts";
import type { Process } from "../lambda-handler.ts";
import { buildResponse, getRecords, sourceOf } from "./records.ts";

/** Kept back from the writes, so that dead letters can still be put ... */
const DEAD_LETTER_RESERVE_MS = 2_500;
/** ... and from those, so that the answer still gets out. */
const ANSWER_RESERVE_MS = 500;

export interface KinesisPorts {
  /** A failure is tried again by the next call. */
  readonly core: () => Promise<Core>;
  readonly sinks: readonly EventSink[];
  readonly deadLetter: DeadLetter;
}

export function kinesisProcess({
  core,
  sinks,
  deadLetter,
}: KinesisPorts): Process<KinesisStreamEvent, KinesisStreamBatchResponse> {
  return async (event, timeLeft) => {
    const batch = {
      records: getRecords(event),
      source: sourceOf(event),
      writeBy: timeLeft(DEAD_LETTER_RESERVE_MS),
      keepBy: timeLeft(ANSWER_RESERVE_MS),
    };
    const outcomes = await processBatch(batch, { ...(await core()), sinks, deadLetter });
    return { outcomes, ...buildResponse(outcomes) };
  };
}
