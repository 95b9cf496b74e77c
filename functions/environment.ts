/**
 * The environment of the AWS functions, declared once: the handlers read it, the CDK stacks set it, a test holds the
 * two together. Parsing is runtime/configuration.ts's, at cold start, and a mistake is one sentence.
 */
import { coreVariables, type Variable } from "../runtime/variables.ts";

const stage = {
  name: "STAGE",
  required: false,
  description: "Stage of the deployment, a dimension of every metric; absent means none",
} as const satisfies Variable;

const kinesisVariables = [
  stage,
  { name: "EVENTS_TABLE", required: true, description: "Name of the history table" },
  { name: "STATE_TABLE", required: true, description: "Name of the state table" },
  { name: "PLACES_TABLE", required: true, description: "Name of the table of places" },
  { name: "DEAD_LETTER_BUCKET", required: true, description: "Bucket that keeps what cannot be used" },
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
  ...coreVariables,
] as const satisfies readonly Variable[];

const firehoseOnly = [
  {
    name: "WRITE_TABLES",
    required: false,
    description: "true or false: also write state and history to DynamoDB; default true",
  },
] as const satisfies readonly Variable[];

const lakeVariables = [
  stage,
  { name: "LAKE_BUCKET", required: true, description: "Bucket of the lake's files" },
  ...coreVariables,
] as const satisfies readonly Variable[];

export type EnvironmentVariable = (
  | typeof kinesisVariables
  | typeof lakeVariables
  | typeof firehoseOnly
)[number]["name"];

/** What `dist/aws/kinesis/index.cjs` reads, the tables' function. */
export const kinesisEnvironment: readonly Variable[] = kinesisVariables;

/** What `dist/aws/kinesis/lake.cjs` reads, the lake's function. */
export const lakeEnvironment: readonly Variable[] = lakeVariables;

/**
 * What `dist/aws/firehose` reads. It needs no dead-letter bucket (Data Firehose keeps what fails); the tables are required
 * unless WRITE_TABLES is false.
 */
export const firehoseEnvironment: readonly Variable[] = [
  ...kinesisVariables.filter(({ name }) => name !== "DEAD_LETTER_BUCKET"),
  ...firehoseOnly,
];
