/**
 * The whole path of a batch, the same in every cloud: decode → validate → normalise (and the privacy policy) → drop
 * repeats → write to every sink → dead-letter what cannot be used → one outcome per record, in order.
 *
 * Acknowledgement comes last: a record is `stored` only when every sink has said so, and `rejected` only when its raw
 * bytes are safe. Anything else is `retry`.
 */
import type { Decode } from "../decode/decode.ts";
import type { DecodedPart } from "../decode/part.ts";
import { errorName } from "../error-name.ts";
import type { JsonObject } from "../event/event-record.ts";
import { identityProblem } from "../event/identity.ts";
import { type Envelope, validate } from "../event/validate.ts";
import type { Normalise } from "../normalise/normalise.ts";
import { type Fate, type Outcome, type Part, type Rejection, type SourceRecord, worstFate } from "../outcome.ts";
import type { DeadLetter, Deadline, EventSink, Letter, WriteFailure } from "../ports.ts";
import type { Row } from "../row.ts";
import { subjectKey, versionOf } from "../state/keys.ts";

export interface Ports {
  readonly decode: Decode;
  readonly normalise: Normalise;
  /** Acknowledged and not stored. */
  readonly ignoreEventTypes: ReadonlySet<string>;
  readonly sinks: readonly EventSink[];
  readonly deadLetter: DeadLetter;
  readonly deadline: Deadline;
}

/** One event on its way; `fate` is set once nothing can change it. */
interface Item {
  readonly record: SourceRecord;
  /** Place in its record; `undefined` where the record is this one event. */
  readonly part: number | undefined;
  readonly bytes: Uint8Array;
  row: Row | undefined;
  /** Place of its row, or of the row it repeats, among the rows that are written. */
  written: { readonly index: number; readonly isRepeat: boolean } | undefined;
  fate: Fate | undefined;
}

const STORED: Fate = { status: "stored" };
const IGNORED: Fate = { status: "ignored", reason: "event type ignored by configuration" };
const DUPLICATE: Fate = { status: "duplicate" };
const NO_OUTCOME: Fate = { status: "retry", message: "no outcome was reached" };

/** Outcomes have the length and the order of `records`. Throws only on a bug. */
export async function processBatch(records: readonly SourceRecord[], ports: Ports): Promise<readonly Outcome[]> {
  const itemsByRecord = records.map((record) => readRecord(record, ports));
  const items = itemsByRecord.flat();
  const rows = dropRepeats(items);
  const fates = await writeRows(rows, ports);
  for (const item of items) item.fate ??= fateOf(item, fates);
  await deadLetterRejected(items, ports);
  return itemsByRecord.map(outcomeOf);
}

function readRecord(record: SourceRecord, ports: Ports): readonly Item[] {
  const parts = ports.decode(record.payload);
  return parts.map((decoded, index) => readEvent(record, parts.length === 1 ? undefined : index, decoded, ports));
}

function readEvent(record: SourceRecord, part: number | undefined, { bytes, result }: DecodedPart, ports: Ports): Item {
  const item: Item = { record, part, bytes, row: undefined, written: undefined, fate: undefined };
  const envelope = result.ok ? validate(result.value) : result;
  if (!envelope.ok) item.fate = rejected(envelope.error);
  else if (ports.ignoreEventTypes.has(envelope.value.eventType)) item.fate = IGNORED;
  else if (result.ok) normaliseInto(item, result.value, envelope.value, ports);
  return item;
}

function normaliseInto(item: Item, event: JsonObject, envelope: Envelope, ports: Ports): void {
  try {
    const row = ports.normalise(event, envelope, item.record.receivedAtMs);
    const problem = identityProblem(row);
    if (problem === undefined) item.row = row;
    else item.fate = rejected(problem);
  } catch (error) {
    // A bug must cost one event (kept, with its bytes), not block a shard for as long as its records live.
    const message = `the event could not be normalised (${errorName(error)})`;
    item.fate = rejected({ stage: "normalise", code: "normalise-failed", message });
  }
}

/** The rows to write, without repeats; an event's identity is its history key, and a recordUid rarely comes twice. */
function dropRepeats(items: readonly Item[]): readonly Row[] {
  const rows: Row[] = [];
  const indexesByUid = new Map<string, number[]>();
  for (const item of items) {
    const { row } = item;
    if (row === undefined) continue;
    const sameUid = indexesByUid.get(row.record_uid);
    const known = sameUid?.find((index) => isSameEvent(rows[index] as Row, row));
    item.written = { index: known ?? rows.length, isRepeat: known !== undefined };
    if (known !== undefined) continue;
    if (sameUid === undefined) indexesByUid.set(row.record_uid, [rows.length]);
    else sameUid.push(rows.length);
    rows.push(row);
  }
  return rows;
}

function isSameEvent(a: Row, b: Row): boolean {
  return versionOf(a) === versionOf(b) && subjectKey(a) === subjectKey(b);
}

/** The fate of each row over all sinks: retry over rejected over stored. */
async function writeRows(rows: readonly Row[], ports: Ports): Promise<readonly Fate[]> {
  const fates: Fate[] = rows.map(() => STORED);
  if (rows.length === 0) return fates;
  const failures = await Promise.all(ports.sinks.map((sink) => writeTo(sink, rows, ports.deadline)));
  for (const failure of failures.flat()) {
    const fate: Fate = "retry" in failure ? { status: "retry", message: failure.retry } : rejected(failure.rejection);
    if (fates[failure.index]?.status !== "retry") fates[failure.index] = fate;
  }
  return fates;
}

async function writeTo(sink: EventSink, rows: readonly Row[], deadline: Deadline): Promise<readonly WriteFailure[]> {
  try {
    return await sink.write(rows, deadline);
  } catch (error) {
    return rows.map((_, index) => ({ index, retry: `the sink failed (${errorName(error)})` }));
  }
}

/** A repeat shares the fate of the first of its kind. */
function fateOf({ written }: Item, fates: readonly Fate[]): Fate {
  const fate = written === undefined ? undefined : fates[written.index];
  if (fate === undefined) return NO_OUTCOME;
  return written?.isRepeat && fate.status === "stored" ? DUPLICATE : fate;
}

async function deadLetterRejected(items: readonly Item[], ports: Ports): Promise<void> {
  const refused = items.filter((item) => item.fate?.status === "rejected");
  if (refused.length === 0) return;
  try {
    await ports.deadLetter.put(refused.map(letterOf), ports.deadline);
  } catch (error) {
    for (const item of refused)
      item.fate = { status: "retry", message: `the dead letter could not be kept (${errorName(error)})` };
  }
}

function letterOf({ record, part, bytes, fate }: Item): Letter {
  if (fate?.status !== "rejected") throw new Error("only a rejected event has a dead letter");
  const letter = { position: record.position, payload: bytes, ...fate.rejection, receivedAtMs: record.receivedAtMs };
  return part === undefined ? letter : { ...letter, part };
}

function outcomeOf(items: readonly Item[]): Outcome {
  const [first] = items;
  if (first === undefined) throw new Error("a record decodes to at least one part");
  const parts: Part[] = items.map(({ fate, row }) => ({ fate: fate ?? NO_OUTCOME, row }));
  return { ...worstFate(parts), position: first.record.position, parts };
}

function rejected(rejection: Rejection): Fate {
  return { status: "rejected", rejection };
}
