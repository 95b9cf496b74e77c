/** The environment the functions declare in functions/environment.ts, filled from the configuration. */

import type { Channel } from "../../functions/channel.ts";
import type { EnvironmentVariable } from "../../functions/environment.ts";
import { defaultPrivacyPolicy, needsKey, type PrivacyPolicy } from "../../shared/privacy/policy.ts";
import type { SpacesConfig } from "../config/spaces-config.ts";

const KIB = 1_024;

export interface TableNames {
  readonly events: string;
  readonly state: string;
  readonly places: string;
}

/** Names and ids of what the function uses; `undefined` where it does not. */
export interface FunctionResources {
  readonly tables: TableNames | undefined;
  readonly privacyKeySecretId: string;
  readonly deadLetterBucket?: string;
  readonly lakeBucket?: string;
}

export type FunctionEnvironment = { readonly [Name in EnvironmentVariable]?: string };

export function privacyPolicy({ privacy }: SpacesConfig): PrivacyPolicy {
  return { ...defaultPrivacyPolicy, ...privacy };
}

export function functionEnvironment(
  config: SpacesConfig,
  channel: Channel,
  { tables, privacyKeySecretId, deadLetterBucket, lakeBucket }: FunctionResources,
): FunctionEnvironment {
  const policy = privacyPolicy(config);
  return {
    STAGE: config.stage,
    ...(tables !== undefined && {
      EVENTS_TABLE: tables.events,
      STATE_TABLE: tables.state,
      PLACES_TABLE: tables.places,
      HISTORY_TTL_DAYS: String(config.historyTtlDays),
      STATE_TTL_DAYS: String(config.stateTtlDays),
      ...(config.history.exclude.length > 0 && { HISTORY_EXCLUDE: config.history.exclude.join(",") }),
      ...(config.stillPositions.feet !== undefined && {
        STILL_POSITION_FEET: String(config.stillPositions.feet),
        STILL_POSITION_SECONDS: String(config.stillPositions.seconds),
      }),
    }),
    PRIVACY_POLICY: JSON.stringify(policy),
    ...(needsKey(policy) && { PRIVACY_KEY_SECRET_ID: privacyKeySecretId }),
    IGNORE_EVENT_TYPES: config.ignoreEventTypes.join(","),
    ENCODING: config.channels[channel].encoding,
    ...(channel === "kinesis" && { MAX_RECORD_BYTES: String(config.channels.kinesis.maxRecordKiB * KIB) }),
    ...(deadLetterBucket !== undefined && { DEAD_LETTER_BUCKET: deadLetterBucket }),
    LAKE_PAYLOAD: config.lake.payload,
    ...(lakeBucket !== undefined && { LAKE_BUCKET: lakeBucket }),
    ...(channel === "firehose" && { WRITE_TABLES: String(tables !== undefined) }),
  };
}
