/** What is kept in the tables and for how long: the same variables in every cloud. */
import type { StillPositions } from "../shared/state/still-position.ts";
import { type Environment, optionalText, wholeNumber } from "./configuration.ts";

const DAY_SECONDS = 86_400;
const MAX_DAYS = 3_650;
const DEFAULT_STATE_TTL_DAYS = 30;
const MAX_STILL_FEET = 100;
/** A slot of the index by place: who stays must be written in each. */
const MAX_STILL_SECONDS = 300;
const DEFAULT_STILL_SECONDS = 60;

export interface TablesPolicy {
  readonly historyTtlSeconds: number;
  readonly stateTtlSeconds: number;
  /** Event types whose history only the lake keeps. */
  readonly historyExcludedTypes: ReadonlySet<string>;
  /** `undefined`: every position is written. */
  readonly stillPositions: StillPositions | undefined;
}

/** Throws ConfigurationError with one sentence. */
export function tablesPolicy(environment: Environment): TablesPolicy {
  return {
    historyTtlSeconds: wholeNumber(environment, "HISTORY_TTL_DAYS", 1, MAX_DAYS) * DAY_SECONDS,
    stateTtlSeconds: wholeNumber(environment, "STATE_TTL_DAYS", 1, MAX_DAYS, DEFAULT_STATE_TTL_DAYS) * DAY_SECONDS,
    historyExcludedTypes: new Set((optionalText(environment, "HISTORY_EXCLUDE") ?? "").split(",").filter(Boolean)),
    stillPositions: stillPositions(environment),
  };
}

function stillPositions(environment: Environment): StillPositions | undefined {
  const feet = wholeNumber(environment, "STILL_POSITION_FEET", 0, MAX_STILL_FEET, 0);
  const seconds = wholeNumber(environment, "STILL_POSITION_SECONDS", 1, MAX_STILL_SECONDS, DEFAULT_STILL_SECONDS);
  return feet === 0 ? undefined : { feet, seconds };
}
