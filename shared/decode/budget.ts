/**
 * What one record may cost: at most 250 ms of CPU and 64 MiB of heap per MiB of it. A few kilobytes can be made to expand
 * to gigabytes, to millions of empty objects or of empty lines; such a record is refused whole, under its own bytes,
 * before it costs the function its memory. Everything here is spent before the work it stands for is done.
 */

/** Four times what fits into 1 MiB of the smallest events there are. */
export const MAX_EVENTS = 10_000;
/** Gzip shrinks simulated events to a twelfth; what shrinks to a twentieth is no traffic. */
const MAX_EXPANSION_RATIO = 20;
/** A unit is some 25 ns. Simulated events in gzip, a hundred of them to a thousand, take 7 to 9. */
const WORK_PER_BYTE = 8.6;
/** Below this, every record may cost the same. */
const MIN_RECORD_BYTES = 1_024;

/** Opening one gzip, whatever it holds: 20 to 45 µs. */
export const GZIP_WORK = 800;
/** One that breaks costs an exception, too: up to 170 µs. */
export const BROKEN_GZIP_WORK = 7_000;

export class OverBudget extends Error {
  override readonly name = "OverBudget";
  readonly code: "too-many-events" | "expanded-too-large" | "too-costly";

  constructor(code: OverBudget["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** What is left of it. One per record, plain and changed in place: this is the hot path. */
export interface Budget {
  events: number;
  /** How many bytes the rest of the record may still expand to. */
  expandableBytes: number;
  work: number;
}

export function budgetFor(recordBytes: number): Budget {
  const bytes = Math.max(MIN_RECORD_BYTES, recordBytes);
  // Whole numbers: they are counted down field by field.
  const work = Math.ceil(bytes * WORK_PER_BYTE);
  return { events: MAX_EVENTS, expandableBytes: bytes * MAX_EXPANSION_RATIO, work };
}

/** Counts one more event, or one more part that is none. Throws `OverBudget`. */
export function spendEvent(budget: Budget): void {
  if (--budget.events < 0) throw tooManyEvents();
}

export function tooManyEvents(): OverBudget {
  return new OverBudget("too-many-events", `the record holds more than ${MAX_EVENTS} events`);
}

/** Throws `OverBudget`. */
export function spendWork(budget: Budget, units: number): void {
  budget.work -= units;
  if (budget.work < 0) {
    throw new OverBudget(
      "too-costly",
      "the record holds more values, or more gzip streams, than its size accounts for",
    );
  }
}

/** By byte: an object or a list costs 600 ns at worst, a name 200, a value 50; measured on objects no two of which are alike. */
const TEXT_WORK = new Uint8Array(256);
TEXT_WORK[0x7b] = 24;
TEXT_WORK[0x5b] = 24;
TEXT_WORK[0x3a] = 9;
TEXT_WORK[0x2c] = 2;
/** Expanding, checking and copying it: 3 to 5 ns each. */
const BYTES_PER_WORK = 8;

/** What parsing expanded text may cost; braces inside strings are counted, too. */
export function textWork(bytes: Uint8Array): number {
  let units = 0;
  for (let at = 0; at < bytes.length; at++) units += TEXT_WORK[bytes[at] as number] as number;
  return units + Math.ceil(bytes.length / BYTES_PER_WORK);
}

/** A field of a protobuf message; an object costs as much again. */
export const FIELD_WORK = 8;
