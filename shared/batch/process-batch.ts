/**
 * The whole path of a batch, the same in every cloud: decode → validate → normalise → protect (the privacy policy) →
 * drop repeats → write to every sink → dead-letter what cannot be used → one outcome per record, in order.
 *
 * Acknowledgement comes last: a record is `stored` only when every sink has said so, and `rejected` only when its raw
 * bytes are safe. Anything else is `retry`.
 */
import type { Decode } from "../decode/decode.ts";
import type { DecodedPart } from "../decode/part.ts";
import { errorName } from "../error-name.ts";
import { identityProblem } from "../event/identity.ts";
import { type Told, toldOf } from "../event/told.ts";
import { validate } from "../event/validate.ts";
import type { Normalise } from "../normalise/normalise.ts";
import {
  type Fate,
  type Ignored,
  type Outcome,
  outcomeOf,
  type Rejected,
  type Retry,
  rejected,
  retry,
  type SourceRecord,
} from "../outcome.ts";
import type { DeadLetter, Deadline, EventSink, FailedWrite, Letter } from "../ports.ts";
import type { Protect } from "../privacy/protect.ts";
import type { Row } from "../row.ts";
import type { Batch } from "./batch.ts";
import { type Placed, withoutRepeats } from "./repeats.ts";

export interface Ports {
  readonly decode: Decode;
  readonly normalise: Normalise;
  /** The privacy policy: nothing is stored that has not gone through it. */
  readonly protect: Protect;
  /** Acknowledged and not stored. */
  readonly ignoreEventTypes: ReadonlySet<string>;
  readonly sinks: readonly EventSink[];
  readonly deadLetter: DeadLetter;
}

/** Where an event stood: its record, and its place there where the record holds several. */
interface Origin {
  readonly record: SourceRecord;
  readonly part: number | undefined;
  readonly bytes: Uint8Array;
  /** Of an event that was rejected before it was a row, which says so itself. */
  readonly told: Told;
}

/** An event that was read: a row to be written, or a fate already. */
type Reading = Row | Ignored | Rejected;

const NOTHING_TOLD: Told = {};
const IGNORED: Ignored = { status: "ignored", reason: "event type ignored by configuration" };

/** Outcomes have the length and the order of the records. Throws only on a bug. */
export async function processBatch(batch: Batch, ports: Ports): Promise<readonly Outcome[]> {
  const origins: Origin[] = [];
  const readings: Reading[] = [];
  const partCounts: number[] = [];
  for (const record of batch.records) {
    const parts = ports.decode(record.payload);
    partCounts.push(parts.length);
    for (const [index, { bytes, result }] of parts.entries()) {
      const reading = readEvent(result, record.receivedAtMs, ports);
      const isRejected = !isRow(reading) && reading.status === "rejected";
      const told = result.ok && isRejected ? toldOf(result.value) : NOTHING_TOLD;
      origins.push({ record, part: parts.length === 1 ? undefined : index, bytes, told });
      readings.push(reading);
    }
  }
  const { rows, places } = withoutRepeats(readings.map((reading) => (isRow(reading) ? reading : undefined)));
  const failures = await writeRows(rows, ports.sinks, batch.writeBy);
  const fates = readings.map((reading, index) => (isRow(reading) ? fateOf(reading, places[index], failures) : reading));
  const kept = await keepRejected(origins, readings, fates, ports.deadLetter, batch);
  return outcomesOf(batch.records, partCounts, kept);
}

function isRow(reading: Reading): reading is Row {
  return !("status" in reading);
}

function readEvent(result: DecodedPart["result"], receivedAtMs: number, ports: Ports): Reading {
  if (!result.ok) return rejected(result.error);
  const envelope = validate(result.value);
  if (!envelope.ok) return rejected(envelope.error);
  if (ports.ignoreEventTypes.has(envelope.value.eventType)) return IGNORED;
  try {
    const row = ports.protect(ports.normalise(result.value, envelope.value, receivedAtMs));
    const problem = identityProblem(row);
    return problem === undefined ? row : rejected(problem);
  } catch (error) {
    // A bug must cost one event (kept, with its bytes), not block a shard for as long as its records live.
    const message = `the event could not be normalised (${errorName(error)})`;
    return rejected({ stage: "normalise", code: "normalise-failed", message });
  }
}

/** What became of rows that are not stored, by their index; over all sinks retry outweighs rejected. */
async function writeRows(
  rows: readonly Row[],
  sinks: readonly EventSink[],
  deadline: Deadline,
): Promise<ReadonlyMap<number, Rejected | Retry>> {
  const failed = new Map<number, Rejected | Retry>();
  if (rows.length === 0) return failed;
  const failures = await Promise.all(sinks.map((sink) => writeTo(sink, rows, deadline)));
  for (const { index, fate } of failures.flat()) if (failed.get(index)?.status !== "retry") failed.set(index, fate);
  return failed;
}

async function writeTo(sink: EventSink, rows: readonly Row[], deadline: Deadline): Promise<readonly FailedWrite[]> {
  try {
    return await sink.write(rows, deadline);
  } catch (error) {
    return rows.map((_, index) => ({ index, fate: retry(`the sink failed (${errorName(error)})`) }));
  }
}

/** A repeat shares the fate of the first of its kind. */
function fateOf(row: Row, placed: Placed | undefined, failures: ReadonlyMap<number, Rejected | Retry>): Fate {
  if (placed === undefined) return retry("no outcome was reached");
  return failures.get(placed.index) ?? { status: placed.isRepeat ? "duplicate" : "stored", row };
}

/** The same fates, where the dead letters could be kept; else their events are to be delivered again. */
async function keepRejected(
  origins: readonly Origin[],
  readings: readonly Reading[],
  fates: readonly Fate[],
  deadLetter: DeadLetter,
  { source, keepBy }: Batch,
): Promise<readonly Fate[]> {
  const letters = origins.flatMap((origin, index) => {
    const fate = fates[index];
    return fate?.status === "rejected" ? [letterOf(origin, fate, readings[index])] : [];
  });
  if (letters.length === 0) return fates;
  try {
    await deadLetter.put(letters, source, keepBy);
    return fates;
  } catch (error) {
    const lost = retry(`the dead letter could not be kept (${errorName(error)})`);
    return fates.map((fate) => (fate.status === "rejected" ? lost : fate));
  }
}

function letterOf(
  { record, part, bytes, told }: Origin,
  { rejection }: Rejected,
  reading: Reading | undefined,
): Letter {
  const { position, receivedAtMs } = record;
  const whose = reading !== undefined && isRow(reading) ? toldOfRow(reading) : told;
  const letter = { position, payload: bytes, ...rejection, receivedAtMs, ...whose };
  return part === undefined ? letter : { ...letter, part };
}

function toldOfRow({ tenant_id, event_type }: Row): Told {
  return { ...(tenant_id !== undefined && { tenant: tenant_id }), eventType: event_type };
}

/** Fates stand in the order of the records' events. */
function outcomesOf(
  records: readonly SourceRecord[],
  partCounts: readonly number[],
  fates: readonly Fate[],
): readonly Outcome[] {
  let next = 0;
  return records.map(({ position }, index) => {
    const first = next;
    next += partCounts[index] ?? 0;
    return outcomeOf(position, fates.slice(first, next));
  });
}
