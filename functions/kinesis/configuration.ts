import {
  type CoreConfiguration,
  coreConfiguration,
  type Environment,
  requiredText,
} from "../../runtime/configuration.ts";
import { type TablesConfiguration, tablesConfiguration } from "../dynamodb/configuration.ts";

export interface KinesisConfiguration {
  readonly core: CoreConfiguration;
  readonly tables: TablesConfiguration;
  readonly deadLetterBucket: string;
}

/** Throws ConfigurationError with one sentence. */
export function kinesisConfiguration(environment: Environment): KinesisConfiguration {
  return {
    tables: tablesConfiguration(environment),
    deadLetterBucket: requiredText(environment, "DEAD_LETTER_BUCKET"),
    core: coreConfiguration(environment),
  };
}
