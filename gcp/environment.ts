/**
 * The environment of the Cloud Run function, declared once: the handler reads it, Terraform sets it. Parsing is at the
 * start, and a mistake is one sentence.
 */
import { coreVariables, tablesVariables, type Variable } from "../runtime/variables.ts";

/** Secrets Manager is AWS's: here Cloud Run itself puts a secret of Secret Manager into the variable. */
const gcpCore = coreVariables.filter(({ name }) => name !== "PRIVACY_KEY_SECRET_ID");

/** Where stand-ins answer in place of Google's services; STORAGE_EMULATOR_HOST is the client's own name. For local use. */
export const standInVariables = [
  { name: "FIRESTORE_EMULATOR_HOST", required: false, description: "`host:port` instead of Firestore; for local use" },
  { name: "STORAGE_EMULATOR_HOST", required: false, description: "Address instead of Cloud Storage; for local use" },
  {
    name: "BIGQUERY_WRITE_ENDPOINT",
    required: false,
    description: "`host:port` instead of the Storage Write API; for local use",
  },
] as const satisfies readonly Variable[];

/** What `dist/gcp` reads. */
export const pubSubEnvironment: readonly Variable[] = [
  {
    name: "STAGE",
    required: false,
    description: "Stage of the deployment, in every line of the log; absent means none",
  },
  { name: "GOOGLE_CLOUD_PROJECT", required: true, description: "Id of the project that has the stores" },
  { name: "FIRESTORE_DATABASE", required: true, description: "Id of the Firestore database" },
  {
    name: "LAKE_TABLE",
    required: false,
    description: "BigQuery table as projects/P/datasets/D/tables/T; absent means no lake",
  },
  { name: "DEAD_LETTER_BUCKET", required: true, description: "Name of the bucket that keeps what cannot be used" },
  {
    name: "MAX_RECORD_AGE_HOURS",
    required: false,
    description:
      "Hours after which what cannot be stored is given up; 1 to 15, default 12: before the attempts are used up",
  },
  {
    name: "GATHER_MILLISECONDS",
    required: false,
    description: "How long a message waits at most for others to be stored with; 0 to 1000, default 50",
  },
  {
    name: "GATHER_MESSAGES",
    required: false,
    description: "Messages stored together at most; 1 to 1000, default 200",
  },
  ...standInVariables,
  ...tablesVariables,
  ...gcpCore,
];
