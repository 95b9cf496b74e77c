/** The deployed functions that are measured, and an environment each starts in. */
import { fileURLToPath } from "node:url";

export const bundle = fileURLToPath(new URL("../dist/aws/kinesis/index.cjs", import.meta.url));
/** The lake's function. */
export const lakeBundle = fileURLToPath(new URL("../dist/aws/kinesis/lake.cjs", import.meta.url));

export const environment = {
  EVENTS_TABLE: "events",
  STATE_TABLE: "state",
  PLACES_TABLE: "places",
  DEAD_LETTER_BUCKET: "dead-letters",
  LAKE_BUCKET: "lake",
  HISTORY_TTL_DAYS: "30",
  PRIVACY_KEY: "a-key-for-the-bench-0123456789-abcdef",
  AWS_REGION: "eu-west-1",
} as const;
