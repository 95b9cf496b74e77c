/** Messages gathered of the subscription Cisco Spaces' topic has: parse → process → give up what is too old → answer. Wiring only. */
import type { Core } from "../../runtime/start-core.ts";
import { deadlineOf } from "../../shared/batch/deadline.ts";
import { giveUp } from "../../shared/batch/give-up.ts";
import { processBatch } from "../../shared/batch/process-batch.ts";
import { reportOf } from "../../shared/batch/report.ts";
import type { DeadLetter, EventSink } from "../../shared/ports.ts";
import type { BatchLog } from "../batch-log.ts";
import { type Answer, buildResponse, getRecords, type Push, sourceOf } from "./records.ts";

/** Cloud Run's time-out, as Terraform sets it. The subscription's ack deadline is longer: Pub/Sub waits for the answer. */
const REQUEST_TIMEOUT_MS = 60_000;
/** Kept back from the writes, so that dead letters can still be put ... */
const DEAD_LETTER_RESERVE_MS = 20_000;
/** ... and from those, so that the answer arrives in time. */
const ANSWER_RESERVE_MS = 5_000;

/** A message, and when its request came in. */
export interface Arrived {
  readonly push: Push;
  readonly arrivedAtMs: number;
}

export interface PubSubPorts {
  /** A failure is tried again by the next call. */
  readonly core: () => Promise<Core>;
  readonly sinks: readonly EventSink[];
  readonly deadLetter: DeadLetter;
  readonly log: BatchLog;
  /** From when Pub/Sub took a message to when it is given up; below the subscription's retention. */
  readonly maxRecordAgeMs: number;
  readonly nowMs: () => number;
}

/** Answers in the order of the messages. Whatever rejects brings all of them again. */
export function pubSubProcess({ core, sinks, deadLetter, log, maxRecordAgeMs, nowMs }: PubSubPorts) {
  return async (arrived: readonly Arrived[]): Promise<readonly Answer[]> => {
    const pushes = arrived.map(({ push }) => push);
    const firstAtMs = Math.min(...arrived.map(({ arrivedAtMs }) => arrivedAtMs));
    const remainingMs = () => firstAtMs + REQUEST_TIMEOUT_MS - nowMs();
    const batch = {
      records: getRecords(pushes),
      source: sourceOf(pushes),
      writeBy: deadlineOf(remainingMs, DEAD_LETTER_RESERVE_MS),
      keepBy: deadlineOf(remainingMs, ANSWER_RESERVE_MS),
    };
    const outcomes = await processBatch(batch, { ...(await core()), sinks, deadLetter });
    const final = await giveUp(outcomes, batch, { deadLetter, maxRecordAgeMs, nowMs: nowMs() });
    const { answers, settled } = buildResponse(final);
    const report = reportOf(final, settled, nowMs());
    const { rejections } = report;
    log.report(report, {
      messages: pushes.length,
      again: pushes.length - settled.length,
      ...(report.rejected > 0 && { rejections }),
    });
    if (report.retryFrom !== undefined) log.warn("records are not done, they come again", report.retryFrom);
    if (report.rejected > 0) log.warn("events were rejected", { rejections });
    return answers;
  };
}
