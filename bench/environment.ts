/** The deployed bundle that is measured, and an environment it starts in. */
import { fileURLToPath } from "node:url";

export const bundle = fileURLToPath(new URL("../dist/aws/kinesis/index.cjs", import.meta.url));

export const environment = {
  EVENTS_TABLE: "events",
  STATE_TABLE: "state",
  PLACES_TABLE: "places",
  DEAD_LETTER_BUCKET: "dead-letters",
  HISTORY_TTL_DAYS: "30",
  PRIVACY_KEY: "a-key-for-the-bench-0123456789-abcdef",
  AWS_REGION: "eu-west-1",
} as const;
