/**
 * The app settings of the Azure function app, declared once: the handlers read them, Terraform sets them. Parsing is at
 * the start, and a mistake is one sentence.
 */
import { coreVariables, tablesVariables, type Variable } from "../runtime/variables.ts";

/** What the platform itself reads: the trigger's connection by managed identity, and what `%…%` in it stands for. */
const triggerVariables = [
  {
    name: "EVENT_HUB__fullyQualifiedNamespace",
    required: true,
    description: "`<namespace>.servicebus.windows.net`, read with the app's managed identity",
  },
  { name: "EVENT_HUB_NAME", required: true, description: "Name of the event hub" },
  {
    name: "EVENT_HUB_CONSUMER_GROUP",
    required: true,
    description: "Consumer group of the function, of no other reader",
  },
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
  {
    name: "TABLE_ENDPOINTS",
    required: true,
    description: "Comma-separated `https://<account>.table.core.windows.net/`; each tenant's rows are in one of them",
  },
  {
    name: "DEAD_LETTER_CONTAINER",
    required: true,
    description: "Address of the container that keeps what cannot be used",
  },
  {
    name: "BATCH_NOTE_CONTAINER",
    required: true,
    description: "Address of the container of notes of batches under way",
  },
  {
    name: "STORAGE_SHARED_KEY",
    required: false,
    description: "`<account>:<key>` instead of the managed identity; for local use",
  },
  {
    name: "MAX_RECORD_AGE_HOURS",
    required: false,
    description: "Hours after which what cannot be stored is given up; 1 to 167, default 24, below the hub's retention",
  },
  ...tablesVariables,
  ...azureCore,
];
