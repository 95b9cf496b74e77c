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

const HOUR_MS = 3_600_000;
const DEFAULT_MAX_RECORD_AGE_HOURS = 12;
/**
 * Pub/Sub counts at most 100 attempts and pauses at most ten minutes between two, which lasts 15 hours and a half: what is
 * older is given up by count, without a reason. https://cloud.google.com/pubsub/docs/handling-failures
 */
const MOST_RECORD_AGE_HOURS = 15;
const DEFAULT_GATHER_MS = 50;
const MOST_GATHER_MS = 1_000;
const DEFAULT_GATHER_MESSAGES = 200;
const MOST_GATHER_MESSAGES = 1_000;
const LAKE_TABLE = /^projects\/[^/]+\/datasets\/\w+\/tables\/[^/]+$/;

export interface PubSubConfiguration {
  readonly core: CoreConfiguration;
  readonly tables: TablesPolicy;
  readonly project: string;
  readonly firestoreDatabase: string;
  /** `host:port` of an engine that stands in for Firestore; `undefined`: Google's own. */
  readonly firestoreHost: string | undefined;
  /** `projects/P/datasets/D/tables/T`; `undefined`: no lake. */
  readonly lakeTable: string | undefined;
  /** `host:port` of what stands in for the Storage Write API; `undefined`: Google's own. */
  readonly lakeEndpoint: string | undefined;
  readonly deadLetterBucket: string;
  /** From when Pub/Sub took a message to when it is given up; below the subscription's retention. */
  readonly maxRecordAgeMs: number;
  /** How long a message waits at most for others ... */
  readonly gatherMs: number;
  /** ... and how many are stored together at most. */
  readonly gatherMessages: number;
}

/** Throws ConfigurationError with one sentence. */
export function pubSubConfiguration(environment: Environment): PubSubConfiguration {
  return {
    project: requiredText(environment, "GOOGLE_CLOUD_PROJECT"),
    firestoreDatabase: requiredText(environment, "FIRESTORE_DATABASE"),
    firestoreHost: optionalText(environment, "FIRESTORE_EMULATOR_HOST"),
    lakeTable: lakeTable(environment),
    lakeEndpoint: optionalText(environment, "BIGQUERY_WRITE_ENDPOINT"),
    deadLetterBucket: requiredText(environment, "DEAD_LETTER_BUCKET"),
    maxRecordAgeMs:
      HOUR_MS *
      wholeNumber(environment, "MAX_RECORD_AGE_HOURS", 1, MOST_RECORD_AGE_HOURS, DEFAULT_MAX_RECORD_AGE_HOURS),
    gatherMs: wholeNumber(environment, "GATHER_MILLISECONDS", 0, MOST_GATHER_MS, DEFAULT_GATHER_MS),
    gatherMessages: wholeNumber(environment, "GATHER_MESSAGES", 1, MOST_GATHER_MESSAGES, DEFAULT_GATHER_MESSAGES),
    tables: tablesPolicy(environment),
    core: withKeyHere(coreConfiguration(environment)),
  };
}

function lakeTable(environment: Environment): string | undefined {
  const table = optionalText(environment, "LAKE_TABLE");
  if (table !== undefined && !LAKE_TABLE.test(table))
    throw new ConfigurationError("The environment variable LAKE_TABLE is not projects/P/datasets/D/tables/T");
  return table;
}

/** The key is read by the platform. */
function withKeyHere(core: CoreConfiguration): CoreConfiguration {
  if (core.keySource !== undefined && "secretId" in core.keySource)
    throw new ConfigurationError(
      "The environment variable PRIVACY_KEY_SECRET_ID is not read on Google Cloud; let PRIVACY_KEY be a secret of Secret Manager",
    );
  return core;
}
