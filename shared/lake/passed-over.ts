/** What no consumer can read is the tables' consumer's to keep; the lake's passes it over. */
import { type Fate, type Ignored, type Outcome, outcomeOf } from "../outcome.ts";

const PASSED_OVER: Ignored = { status: "ignored", reason: "kept as a dead letter by the consumer of the tables" };

/** The outcomes in which `rejected` is left for what the lake alone could not take: that is nowhere else told of. */
export function passedOver(outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.map(({ position, parts }) => outcomeOf(position, parts.map(fateFor)));
}

/** Until a row is written nothing differs between the consumers: the one that keeps dead letters finds the same. */
function fateFor(fate: Fate): Fate {
  return fate.status === "rejected" && fate.rejection.stage !== "write" ? PASSED_OVER : fate;
}
