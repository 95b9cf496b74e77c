/** The environment the core reads, the same in every cloud. Every value is text; `configuration.ts` parses it, once, at the start. */

export interface Variable {
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
}

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
  {
    name: "LAKE_PAYLOAD",
    required: false,
    description: "keep or omit: whether the lake's rows have the whole payload; default keep",
  },
] as const satisfies readonly Variable[];
