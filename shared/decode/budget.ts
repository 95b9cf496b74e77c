/**
 * What one record may cost. A few kilobytes can be made to expand to gigabytes or to millions of empty lines; such a
 * record is refused whole, under its own bytes, before it costs the function its memory.
 */

/** Four times what fits into 1 MiB of the smallest events there are. */
const MAX_EVENTS = 10_000;
/** Gzip of repetitive JSON shrinks it to a twentieth; a hundredth is no longer text anybody wrote. */
const MAX_EXPANSION_RATIO = 50;
const MIN_EXPANDED_BYTES = 65_536;

export class OverBudget extends Error {
  override readonly name = "OverBudget";
  readonly code: "too-many-events" | "expanded-too-large";

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
}

export function budgetFor(recordBytes: number): Budget {
  return { events: MAX_EVENTS, expandableBytes: Math.max(MIN_EXPANDED_BYTES, recordBytes * MAX_EXPANSION_RATIO) };
}

/** Counts one more event. Throws `OverBudget`. */
export function spendEvent(budget: Budget): void {
  if (--budget.events < 0) throw new OverBudget("too-many-events", `the record holds more than ${MAX_EVENTS} events`);
}
