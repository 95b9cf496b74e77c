import {
  ConfigurationError,
  type CoreConfiguration,
  coreConfiguration,
  type Environment,
  optionalText,
  requiredText,
  wholeNumber,
} from "../../runtime/configuration.ts";
import { type TablesPolicy, tablesPolicy } from "../../runtime/tables-configuration.ts";
import type { SharedKey } from "../storage.ts";

const HOUR_MS = 3_600_000;
const DEFAULT_MAX_RECORD_AGE_HOURS = 24;
/** Below the longest retention of the Standard tier: https://learn.microsoft.com/azure/event-hubs/event-hubs-quotas */
const MOST_RECORD_AGE_HOURS = 7 * 24 - 1;
/** What a setting says when its secret could not be read: https://learn.microsoft.com/azure/app-service/app-service-key-vault-references */
const UNRESOLVED_REFERENCE = "@Microsoft.KeyVault(";

export interface EventHubsConfiguration {
  readonly core: CoreConfiguration;
  readonly tables: TablesPolicy;
  /** A tenant's rows are in one of them. */
  readonly tableEndpoints: readonly string[];
  /** Containers, by their addresses. */
  readonly deadLetterContainer: string;
  readonly noteContainer: string;
  readonly sharedKey: SharedKey;
  /** From when the hub took a record to when it is given up; below the hub's retention. */
  readonly maxRecordAgeMs: number;
}

/** Throws ConfigurationError with one sentence. */
export function eventHubsConfiguration(environment: Environment): EventHubsConfiguration {
  return {
    tables: tablesPolicy(environment),
    tableEndpoints: requiredText(environment, "TABLE_ENDPOINTS").split(","),
    deadLetterContainer: requiredText(environment, "DEAD_LETTER_CONTAINER"),
    noteContainer: requiredText(environment, "BATCH_NOTE_CONTAINER"),
    sharedKey: sharedKeyOf(environment),
    core: withKeyHere(coreConfiguration(environment)),
    maxRecordAgeMs:
      HOUR_MS *
      wholeNumber(environment, "MAX_RECORD_AGE_HOURS", 1, MOST_RECORD_AGE_HOURS, DEFAULT_MAX_RECORD_AGE_HOURS),
  };
}

function sharedKeyOf(environment: Environment): SharedKey {
  const text = optionalText(environment, "STORAGE_SHARED_KEY");
  if (text === undefined) return undefined;
  const [account = "", key = ""] = text.split(":");
  if (account === "" || key === "")
    throw new ConfigurationError("The environment variable STORAGE_SHARED_KEY is not <account>:<key>");
  return { account, key };
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
