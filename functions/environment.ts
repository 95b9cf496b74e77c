/**
 * The environment of the AWS functions, declared once: the handlers read it, the CDK stacks set it, a test holds the
 * two together. Parsing is runtime/configuration.ts's, at cold start, and a mistake is one sentence.
 */
import { coreVariables, tablesVariables, type Variable } from "../runtime/variables.ts";

const kinesisVariables = [
  {
    name: "STAGE",
    required: false,
    description: "Stage of the deployment, a dimension of every metric; absent means none",
  },
  { name: "EVENTS_TABLE", required: true, description: "Name of the history table" },
  { name: "STATE_TABLE", required: true, description: "Name of the state table" },
  { name: "PLACES_TABLE", required: true, description: "Name of the table of places" },
  { name: "DEAD_LETTER_BUCKET", required: true, description: "Bucket that keeps what cannot be used" },
  ...tablesVariables,
  ...coreVariables,
  {
    name: "LAKE_DELIVERY_STREAM",
    required: false,
    description: "Data Firehose stream that takes packed rows; absent means no lake",
  },
] as const satisfies readonly Variable[];

const firehoseOnly = [
  {
    name: "WRITE_TABLES",
    required: false,
    description: "true or false: also write state and history to DynamoDB; default true",
  },
] as const satisfies readonly Variable[];

export type EnvironmentVariable = (typeof kinesisVariables | typeof firehoseOnly)[number]["name"];

/** What `dist/aws/kinesis` reads. */
export const kinesisEnvironment: readonly Variable[] = kinesisVariables;

/**
 * What `dist/aws/firehose` reads. It needs no dead-letter bucket (Data Firehose keeps what fails) and no lake stream
 * (it is inside one); the tables are required unless WRITE_TABLES is false.
 */
export const firehoseEnvironment: readonly Variable[] = [
  ...kinesisVariables.filter(({ name }) => name !== "DEAD_LETTER_BUCKET" && name !== "LAKE_DELIVERY_STREAM"),
  ...firehoseOnly,
];
