import {
  ConfigurationError,
  type CoreConfiguration,
  coreConfiguration,
  type Environment,
  requiredText,
  wholeNumber,
} from "../../runtime/configuration.ts";
import { type TablesPolicy, tablesPolicy } from "../../runtime/tables-configuration.ts";
import { type StorageSource, storageSource } from "../storage.ts";

const HOUR_MS = 3_600_000;
const DEFAULT_MAX_RECORD_AGE_HOURS = 24;
/** The longest retention of the Standard tier: https://learn.microsoft.com/azure/event-hubs/event-hubs-quotas */
const MOST_RECORD_AGE_HOURS = 7 * 24;
/** What a setting says when its secret could not be read: https://learn.microsoft.com/azure/app-service/app-service-key-vault-references */
const UNRESOLVED_REFERENCE = "@Microsoft.KeyVault(";

export interface EventHubsConfiguration {
  readonly core: CoreConfiguration;
  readonly storage: StorageSource;
  readonly tables: TablesPolicy;
  readonly deadLetterContainer: string;
  readonly noteContainer: string;
  /** From when the hub took a record to when it is given up; below the hub's retention. */
  readonly maxRecordAgeMs: number;
}

/** Throws ConfigurationError with one sentence. */
export function eventHubsConfiguration(environment: Environment): EventHubsConfiguration {
  return {
    storage: storageSource(environment),
    tables: tablesPolicy(environment),
    deadLetterContainer: requiredText(environment, "DEAD_LETTER_CONTAINER"),
    noteContainer: requiredText(environment, "NOTE_CONTAINER"),
    core: withKeyHere(coreConfiguration(environment)),
    maxRecordAgeMs:
      HOUR_MS *
      wholeNumber(environment, "MAX_RECORD_AGE_HOURS", 1, MOST_RECORD_AGE_HOURS, DEFAULT_MAX_RECORD_AGE_HOURS),
  };
}

/** The key is read by the platform. A reference it could not follow would else be the key: long enough, and known to all. */
function withKeyHere(core: CoreConfiguration): CoreConfiguration {
  const { keySource } = core;
  if (keySource === undefined) return core;
  if ("secretId" in keySource)
    throw new ConfigurationError(
      "The environment variable PRIVACY_KEY_SECRET_ID is not read on Azure; let PRIVACY_KEY be a reference to Key Vault",
    );
  if (keySource.key.startsWith(UNRESOLVED_REFERENCE))
    throw new ConfigurationError(
      "The environment variable PRIVACY_KEY is a reference to Key Vault that could not be followed; the app's identity may not read the secret",
    );
  return core;
}
