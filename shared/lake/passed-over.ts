/** What no consumer can read is the tables' consumer's to keep; the lake's passes it over. */
import { type Fate, type Ignored, type Outcome, outcomeOf, type RejectionStage } from "../outcome.ts";
import type { DeadLetter } from "../ports.ts";

const PASSED_OVER: Ignored = { status: "ignored", reason: "kept as a dead letter by the consumer of the tables" };

/** Until a row is written nothing differs between the consumers: the one that keeps dead letters finds the same. */
const ofLakeAlone: readonly RejectionStage[] = ["write", "invocation"];

/** The outcomes in which `rejected` is left for what the lake alone could not take: that is nowhere else told of. */
export function passedOver(outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.map(({ position, parts }) => outcomeOf(position, parts.map(fateFor)));
}

function fateFor(fate: Fate): Fate {
  return fate.status === "rejected" && !ofLakeAlone.includes(fate.rejection.stage) ? PASSED_OVER : fate;
}

/** Keeps what the lake alone could not take. Of anything else the tables' consumer has a letter; two would be redriven twice. */
export function lettersOfLake(deadLetter: DeadLetter): DeadLetter {
  return {
    async put(letters, source, deadline) {
      const own = letters.filter(({ stage }) => ofLakeAlone.includes(stage));
      if (own.length > 0) await deadLetter.put(own, source, deadline);
    },
  };
}
