/**
 * The app settings of the Azure function app, declared once: the handlers read them, Terraform sets them. Parsing is at
 * the start, and a mistake is one sentence.
 */
import { coreVariables, tablesVariables, type Variable } from "../runtime/variables.ts";

/** What the platform itself reads: the trigger's connection by managed identity, and what `%…%` in it stands for. */
const triggerVariables = [
  {
    name: "EventHubs__fullyQualifiedNamespace",
    required: true,
    description: "`<namespace>.servicebus.windows.net`, read with the app's managed identity",
  },
  { name: "EVENT_HUB", required: true, description: "Name of the event hub" },
  { name: "CONSUMER_GROUP", required: true, description: "Consumer group of the function, of no other reader" },
] as const satisfies readonly Variable[];

/** Secrets Manager is AWS's: here the key comes as an app setting that refers to Key Vault. */
const azureCore = coreVariables.filter(({ name }) => name !== "PRIVACY_KEY_SECRET_ID");

/** What `dist/azure` reads. */
export const eventHubsEnvironment: readonly Variable[] = [
  {
    name: "STAGE",
    required: false,
    description: "Stage of the deployment, in every line of the log; absent means none",
  },
  ...triggerVariables,
  { name: "TABLE_ENDPOINT", required: true, description: "`https://<account>.table.core.windows.net`" },
  { name: "BLOB_ENDPOINT", required: true, description: "`https://<account>.blob.core.windows.net`" },
  {
    name: "STORAGE_CONNECTION_STRING",
    required: false,
    description: "Instead of both endpoints and the managed identity; for local use",
  },
  { name: "DEAD_LETTER_CONTAINER", required: true, description: "Container that keeps what cannot be used" },
  { name: "NOTE_CONTAINER", required: true, description: "Container of the notes of batches under way" },
  {
    name: "MAX_RECORD_AGE_HOURS",
    required: false,
    description: "Hours after which what cannot be stored is given up; 1 to 168, default 24, below the hub's retention",
  },
  ...tablesVariables,
  ...azureCore,
];
