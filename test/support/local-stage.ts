/** A cloud's local run in this process, and the stage that commands find there. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AwsLocalAccess } from "../../cli/aws/local-access.ts";
import { localAwsStage } from "../../cli/aws/stage.ts";
import { localAzureStage } from "../../cli/azure/stage.ts";
import { localGoogleStage } from "../../cli/gcp/stage.ts";
import type { Stage } from "../../cli/stage/stage.ts";
import type { Cloud } from "../../local/cloud.ts";
import { type CloudName, clouds } from "../../local/clouds.ts";
import { type RunFigures, runFigures } from "../../local/figures.ts";
import { newLedger } from "../../local/ledger.ts";

export interface LocalStage<Access = AwsLocalAccess> {
  readonly access: Access;
  readonly read: Cloud["read"];
  readonly figures: RunFigures;
  /** Whoever takes it closes it, as a command does. */
  open(): Stage;
  /** Resolved when the functions have been given all that was put. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export function startLocalStage(): Promise<LocalStage> {
  return startLocalStageOf("aws", localAwsStage);
}

const stages = {
  aws: localAwsStage,
  azure: localAzureStage,
  gcp: localGoogleStage,
} as const;

export function startAnyLocalStage(cloud: CloudName): Promise<LocalStage<unknown>> {
  return startLocalStageOf(cloud, stages[cloud] as (run: string, access: unknown) => Stage);
}

async function startLocalStageOf<Access>(
  name: CloudName,
  stageOf: (run: string, access: Access) => Stage,
): Promise<LocalStage<Access>> {
  const lakeDirectory = await mkdtemp(join(tmpdir(), "local-stage-"));
  const start = await clouds[name].load();
  const cloud = await start({ ports: {}, lakeDirectory, faults: false });
  const { snapshot, ...ledger } = newLedger();
  const channels = () => cloud.lake.counts().channels;
  const figures = runFigures({
    cloud: name,
    channel: cloud.channel,
    snapshot,
    channels,
    written: cloud.written,
    throttledCalls: cloud.faults.throttledCalls,
  });
  const consumption = cloud.consume(figures.overhear(ledger));
  const access = cloud.access as Access;
  return {
    access,
    read: cloud.read,
    figures,
    open: () => stageOf("test", access),
    settled: () => cloud.lake.flush(),
    async close() {
      figures.end();
      await consumption.stop();
      await cloud.close();
      await rm(lakeDirectory, { recursive: true });
    },
  };
}
