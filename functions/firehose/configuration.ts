import { type CoreConfiguration, coreConfiguration, type Environment, flag } from "../../runtime/configuration.ts";
import { type TablesConfiguration, tablesConfiguration } from "../dynamodb/configuration.ts";

export interface FirehoseConfiguration {
  readonly core: CoreConfiguration;
  /** `undefined` where rows go to the lake only. */
  readonly tables: TablesConfiguration | undefined;
}

/** Throws ConfigurationError with one sentence. */
export function firehoseConfiguration(environment: Environment): FirehoseConfiguration {
  return {
    tables: flag(environment, "WRITE_TABLES", true) ? tablesConfiguration(environment) : undefined,
    core: coreConfiguration(environment),
  };
}
