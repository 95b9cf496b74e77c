/** The environment the core reads, the same in every cloud. Every value is text; `configuration.ts` parses it, once, at the start. */

export interface Variable {
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
}

/** What is kept in the tables: `tables-configuration.ts` parses it. */
export const tablesVariables = [
  { name: "HISTORY_TTL_DAYS", required: true, description: "Days a history item is kept; 1 to 3650" },
  {
    name: "STATE_TTL_DAYS",
    required: false,
    description: "Days the state of a person or device is kept after its last event; 1 to 3650, default 30",
  },
  {
    name: "HISTORY_EXCLUDE",
    required: false,
    description: "Comma-separated event types whose history only the lake keeps; default none",
  },
  {
    name: "STILL_POSITION_FEET",
    required: false,
    description: "A device that moved less is not written again; 0 to 100, default 0: every position is written",
  },
  {
    name: "STILL_POSITION_SECONDS",
    required: false,
    description: "Seconds after which it is written all the same; 1 to 300, default 60",
  },
] as const satisfies readonly Variable[];

export const coreVariables = [
  {
    name: "PRIVACY_POLICY",
    required: false,
    description: "JSON object from field class to keep, hmac or drop; absent means the default policy",
  },
  {
    name: "PRIVACY_KEY_SECRET_ID",
    required: false,
    description: "Secrets Manager id of the HMAC key; needed, or PRIVACY_KEY, when the policy has hmac",
  },
  { name: "PRIVACY_KEY", required: false, description: "The HMAC key itself, at least 32 characters; for local use" },
  {
    name: "IGNORE_EVENT_TYPES",
    required: false,
    description: "Comma-separated event types; default KEEP_ALIVE, empty for none",
  },
  { name: "ENCODING", required: false, description: "auto, json or protobuf; default auto" },
  {
    name: "MAX_RECORD_BYTES",
    required: false,
    description: "Largest record accepted, 1024 to 10485760; default 1048576",
  },
] as const satisfies readonly Variable[];
