import { type Environment, requiredText, wholeNumber } from "../../runtime/configuration.ts";

const DAY_SECONDS = 86_400;
const MAX_DAYS = 3_650;
const DEFAULT_STATE_TTL_DAYS = 30;

export interface TablesConfiguration {
  readonly eventsTable: string;
  readonly stateTable: string;
  readonly placesTable: string;
  readonly historyTtlSeconds: number;
  readonly stateTtlSeconds: number;
}

/** Throws ConfigurationError with one sentence. */
export function tablesConfiguration(environment: Environment): TablesConfiguration {
  return {
    eventsTable: requiredText(environment, "EVENTS_TABLE"),
    stateTable: requiredText(environment, "STATE_TABLE"),
    placesTable: requiredText(environment, "PLACES_TABLE"),
    historyTtlSeconds: wholeNumber(environment, "HISTORY_TTL_DAYS", 1, MAX_DAYS) * DAY_SECONDS,
    stateTtlSeconds: wholeNumber(environment, "STATE_TTL_DAYS", 1, MAX_DAYS, DEFAULT_STATE_TTL_DAYS) * DAY_SECONDS,
  };
}
