/** A deployment over a store in memory or over the embedded engine; loaded when it is asked for. */
import type { VirtualClock } from "../../test/support/virtual-clock.ts";
import type { Rig } from "./rig.ts";

/** AWS by each of its channels: Kinesis, and Data Firehose alone. */
export const clouds = ["aws", "aws-firehose", "azure", "gcp"] as const;
export type Cloud = (typeof clouds)[number];
export type EngineKind = "memory" | "real";

export async function newRig(
  cloud: Cloud,
  engine: EngineKind,
  clock: VirtualClock,
  busy: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<Rig> {
  const close = async () => undefined;
  if (engine === "real") return (await import("./real-engines.ts")).realRig(cloud, clock, busy);
  switch (cloud) {
    case "aws":
    case "aws-firehose": {
      const [{ awsRig }, { dynamoDbInMemory }] = await Promise.all([
        import("./aws/rig.ts"),
        import("./dynamodb-in-memory.ts"),
      ]);
      const tables = { eventsTable: "events", stateTable: "state", placesTable: "places" };
      return awsRig(cloud, clock, { calls: dynamoDbInMemory(), tables, close });
    }
    case "azure": {
      const [{ azureRig }, { tablesInMemory }] = await Promise.all([
        import("./azure.ts"),
        import("../tables-in-memory.ts"),
      ]);
      return azureRig(clock, { calls: tablesInMemory(), close });
    }
    case "gcp": {
      const [{ gcpRig }, { documentsInMemory }] = await Promise.all([
        import("./gcp.ts"),
        import("./documents-in-memory.ts"),
      ]);
      return gcpRig(clock, { calls: documentsInMemory(), close });
    }
  }
}
