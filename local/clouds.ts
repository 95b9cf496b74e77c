/** The clouds there are, by name: the one place of the run that knows of their folders. Each is loaded when it is chosen. */
import type { StartCloud } from "./cloud.ts";

export const cloudNames = ["aws", "azure", "gcp"] as const;
export type CloudName = (typeof cloudNames)[number];

interface CloudEntry {
  /** Services with a port of their own: `--<service>-port`. */
  readonly services: readonly string[];
  load(): Promise<StartCloud>;
}

export const clouds: Readonly<Record<CloudName, CloudEntry>> = {
  aws: {
    services: ["kinesis", "dynamodb", "s3"],
    load: async () => (await import("./aws/cloud.ts")).startAws,
  },
  azure: {
    services: ["eventhubs", "blob", "table"],
    load: async () => (await import("./azure/cloud.ts")).startAzure,
  },
  gcp: {
    services: ["pubsub", "firestore", "storage", "bigquery"],
    load: async () => (await import("./gcp/cloud.ts")).startGoogleCloud,
  },
};
