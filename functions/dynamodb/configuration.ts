import { type Environment, requiredText } from "../../runtime/configuration.ts";
import { type TablesPolicy, tablesPolicy } from "../../runtime/tables-configuration.ts";

export interface TablesConfiguration extends TablesPolicy {
  readonly eventsTable: string;
  readonly stateTable: string;
  readonly placesTable: string;
}

/** Throws ConfigurationError with one sentence. */
export function tablesConfiguration(environment: Environment): TablesConfiguration {
  return {
    eventsTable: requiredText(environment, "EVENTS_TABLE"),
    stateTable: requiredText(environment, "STATE_TABLE"),
    placesTable: requiredText(environment, "PLACES_TABLE"),
    ...tablesPolicy(environment),
  };
}
