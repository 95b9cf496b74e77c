/** A cloud's local run in this process, and the stage that commands find there. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sharedKeyOf } from "../../azure/event-hubs/configuration.ts";
import { forgetInFiles } from "../../azure/lake/compaction/forget.ts";
import { lakeFiles } from "../../azure/lake/compaction/lake-files.ts";
import { blobContainer } from "../../azure/storage.ts";
import type { AwsLocalAccess } from "../../cli/aws/local-access.ts";
import { localAwsStage } from "../../cli/aws/stage.ts";
import type { AzureLocalAccess } from "../../cli/azure/local-access.ts";
import { localAzureStage } from "../../cli/azure/stage.ts";
import { forgetLocal } from "../../cli/forget-local.ts";
import { localGoogleStage } from "../../cli/gcp/stage.ts";
import type { Stage } from "../../cli/stage/stage.ts";
import type { Cloud, Conditions } from "../../local/cloud.ts";
import { type CloudName, clouds } from "../../local/clouds.ts";
import { type RunFigures, runFigures } from "../../local/figures.ts";
import { type Ledger, newLedger } from "../../local/ledger.ts";
import type { SubjectKey } from "../../shared/state/keys.ts";

export interface LocalStage<Access = AwsLocalAccess> {
  readonly access: Access;
  readonly read: Cloud["read"];
  readonly lake: Cloud["lake"];
  readonly ledger: Ledger;
  readonly figures: RunFigures;
  /** Whoever takes it closes it, as a command does. */
  open(): Stage;
  /** Resolved when the functions have been given all that was put. */
  settled(): Promise<void>;
  /** As the lake forgets. */
  forget(subject: SubjectKey): Promise<void>;
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

export function startAnyLocalStage(cloud: CloudName, conditions?: Conditions): Promise<LocalStage<unknown>> {
  return startLocalStageOf(cloud, stages[cloud] as (run: string, access: unknown) => Stage, conditions);
}

async function startLocalStageOf<Access>(
  name: CloudName,
  stageOf: (run: string, access: Access) => Stage,
  conditions: Conditions = {},
): Promise<LocalStage<Access>> {
  const lakeDirectory = await mkdtemp(join(tmpdir(), "local-stage-"));
  const start = await clouds[name].load();
  const cloud = await start({ ports: {}, lakeDirectory, faults: false, conditions });
  const ledger = newLedger();
  const { snapshot, ...observer } = ledger;
  const channels = () => cloud.lake.counts().channels;
  const figures = runFigures({
    cloud: name,
    channel: cloud.channel,
    snapshot,
    channels,
    written: cloud.written,
    throttledCalls: cloud.faults.throttledCalls,
  });
  const consumption = cloud.consume(figures.overhear(observer));
  const access = cloud.access as Access;
  return {
    access,
    read: cloud.read,
    lake: cloud.lake,
    ledger,
    figures,
    open: () => stageOf("test", access),
    settled: () => cloud.lake.flush(),
    async forget({ kind, id, tenant }) {
      const erasure = { kind, id, tenant, atMs: Date.now() };
      if (name !== "azure") {
        await forgetLocal(lakeDirectory, erasure, true);
        return;
      }
      const { environment } = access as AzureLocalAccess;
      const container = blobContainer(environment.LAKE_CONTAINER ?? "", sharedKeyOf(environment));
      await forgetInFiles(lakeFiles(container), erasure, true);
    },
    async close() {
      figures.end();
      await consumption.stop();
      await cloud.close();
      await rm(lakeDirectory, { recursive: true });
    },
  };
}
