/** AWS's local run in this process, and the stage that commands find there. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AwsLocalAccess } from "../../cli/aws/local-access.ts";
import { localAwsStage } from "../../cli/aws/stage.ts";
import type { Stage } from "../../cli/stage/stage.ts";
import { startAws } from "../../local/aws/cloud.ts";
import { newLedger } from "../../local/ledger.ts";

export interface LocalStage {
  readonly access: AwsLocalAccess;
  /** Whoever takes it closes it, as a command does. */
  open(): Stage;
  /** Resolved when the functions have been given all that was put. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export async function startLocalStage(): Promise<LocalStage> {
  const lakeDirectory = await mkdtemp(join(tmpdir(), "local-stage-"));
  const cloud = await startAws({ ports: {}, lakeDirectory, faults: false });
  const consumption = cloud.consume(newLedger());
  const access = cloud.access as AwsLocalAccess;
  return {
    access,
    open: () => localAwsStage("test", access),
    settled: () => cloud.lake.flush(),
    async close() {
      await consumption.stop();
      await cloud.close();
      await rm(lakeDirectory, { recursive: true });
    },
  };
}
