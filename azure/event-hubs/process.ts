/** A batch of the Event Hub Cisco Spaces pushes to: parse → process → give up what is too old → answer. Wiring only. */
import type { InvocationContext } from "@azure/functions";
import { digestOf } from "../../runtime/digest-of.ts";
import type { Core } from "../../runtime/start-core.ts";
import { processWithRetries } from "../../shared/batch/attempts.ts";
import type { BackOff } from "../../shared/batch/back-off.ts";
import type { Batch } from "../../shared/batch/batch.ts";
import type { BatchNotes } from "../../shared/batch/batch-note.ts";
import { giveUp } from "../../shared/batch/give-up.ts";
import { lettersOfBatch } from "../../shared/batch/letters-of-batch.ts";
import { oneAtATime } from "../../shared/batch/one-at-a-time.ts";
import { processBatch } from "../../shared/batch/process-batch.ts";
import { processNoted } from "../../shared/batch/process-noted.ts";
import type { BatchSource, DeadLetter, EventSink } from "../../shared/ports.ts";
import type { Process } from "../function-handler.ts";
import { buildResponse, type EventHubsEvent, type EventHubsMetadata, getRecords, sourceOf } from "./records.ts";

/** Kept back from the writes, so that dead letters can still be put ... */
const DEAD_LETTER_RESERVE_MS = 30_000;
/** ... and from those, so that the note of the batch is gone before the host ends the process. */
const ANSWER_RESERVE_MS = 10_000;

export interface EventHubsPorts {
  /** A failure is tried again by the next call. */
  readonly core: () => Promise<Core>;
  /** Of what is processed together: a batch, or what is processed of it alone. */
  readonly sinks: (source: BatchSource) => readonly EventSink[];
  readonly deadLetter: DeadLetter;
  readonly notes: BatchNotes;
  readonly backOff: BackOff;
  /** From when the hub took a record to when it is given up; below the hub's retention. */
  readonly maxRecordAgeMs: number;
  /** Default: the wall clock. */
  readonly nowMs?: () => number;
}

/**
 * One batch at a time, though the host gives the batches of several partitions to one process: so that a note tells of
 * the batch that ended the process, and of no other that was only there. Each has many writes under way at once anyway.
 */
export function eventHubsProcess(options: EventHubsPorts): Process {
  const { core, sinks, notes, backOff, maxRecordAgeMs, nowMs = Date.now, ...ports } = options;
  const inTurn = oneAtATime();
  return async (messages, context, timeLeft) => {
    const event = eventOf(messages, context, nowMs());
    const batch = {
      records: getRecords(event),
      source: sourceOf(event),
      writeBy: timeLeft(DEAD_LETTER_RESERVE_MS),
      keepBy: timeLeft(ANSWER_RESERVE_MS),
    };
    const deadLetter = lettersOfBatch(ports.deadLetter);
    const batchPorts = { ...(await core()), deadLetter };
    // A throw brings the whole batch again: what one more try can store is not worth that.
    const process = (part: Batch) =>
      processWithRetries(
        part,
        (some) => processBatch(some, { ...batchPorts, sinks: sinks(sourceOfSome(some, part)) }),
        backOff,
      );
    const { outcomes, ...warning } = await inTurn(() => processNoted(batch, { notes, deadLetter, process }));
    const final = await giveUp(outcomes, batch, { deadLetter, maxRecordAgeMs, nowMs: nowMs() });
    return { outcomes: final, ...buildResponse(final), ...warning, ...oldestOf(batch) };
  };
}

/**
 * A file of the lake is named after it, and one of that name is replaced: so it is told of the records that are in it. Of
 * those that are tried again some may be missing in between, which the first and the last do not tell.
 */
function sourceOfSome({ records, source }: Batch, part: Batch): BatchSource {
  const positions = records.map(({ position }) => position);
  const [first = "", last = ""] = [positions[0], positions.at(-1)];
  return { ...source, range: [first, records.length === part.records.length ? last : digestOf(positions)] };
}

function oldestOf({ records }: Batch): { readonly oldestReceivedAtMs?: number } {
  if (records.length === 0) return {};
  return { oldestReceivedAtMs: records.reduce((oldest, { receivedAtMs }) => Math.min(oldest, receivedAtMs), Infinity) };
}

function eventOf(messages: unknown, { triggerMetadata = {} }: InvocationContext, nowMs: number): EventHubsEvent {
  if (!Array.isArray(messages))
    throw new TypeError("The trigger is declared with cardinality many and gave one message");
  return { messages, metadata: triggerMetadata as EventHubsMetadata, nowMs };
}
