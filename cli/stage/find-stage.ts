/** `--local | --stage | --outputs`, `--cloud` and `--region` → the stage they mean. */
import type { Command } from "commander";
import { Option } from "commander";
import type { AwsLocalAccess } from "../aws/local-access.ts";
import type { AzureLocalAccess } from "../azure/local-access.ts";
import type { Outputs as AzureOutputs } from "../azure/outputs.ts";
import { type CloudName, cloudOption, outputsOption } from "../cloud-option.ts";
import type { GoogleLocalAccess } from "../gcp/local-access.ts";
import type { Outputs as GoogleOutputs } from "../gcp/outputs.ts";
import { regionOf, regionOption } from "../region.ts";
import { readOutputs } from "../terraform-outputs.ts";
import { UserError } from "../user-error.ts";
import { findRun, type LocalRun } from "./local-runs.ts";
import type { Stage } from "./stage.ts";

export interface StageOptions {
  readonly stage?: string;
  /** `true`: the newest run. */
  readonly local?: string | true;
  readonly cloud: CloudName;
  /** Of Terraform, which stand for the stage on Azure and Google Cloud. */
  readonly outputs?: string;
  readonly region?: string;
}

/** The options by which every operator's command finds its stage. */
export function stageOptions(command: Command): Command {
  return command
    .addOption(new Option("--stage <stage>", "the deployed stage, on AWS").conflicts(["local", "outputs"]))
    .addOption(
      new Option("--local [run]", "a run that npm run local -- --keep holds up (default: the newest)").conflicts(
        "outputs",
      ),
    )
    .addOption(cloudOption())
    .addOption(outputsOption())
    .addOption(regionOption());
}

/** Whether they name any. */
export function namesStage({ stage, local, outputs }: StageOptions): boolean {
  return [stage, local, outputs].some((name) => name !== undefined);
}

export type FindStage = (options: StageOptions) => Promise<Stage>;

export const findStage: FindStage = async ({ stage, local, cloud, outputs, region }) => {
  if (local !== undefined) return stageOfRun(await findRun(local === true ? undefined : local));
  if (cloud === "aws") {
    if (outputs !== undefined)
      throw new UserError("--outputs is of a stage on Azure or Google Cloud: add --cloud azure or --cloud gcp.");
    if (stage === undefined) throw new UserError("Say where: --stage for a deployed stage, --local for a local run.");
    const { awsStage } = await import("../aws/stage.ts");
    return awsStage(stage, await regionOf({ stage, region }));
  }
  if (outputs === undefined)
    throw new UserError(
      `Say where: --outputs for a deployed stage, such as terraform -chdir=${cloud}/infra output -json | … --cloud ${cloud} --outputs -; --local for a local run.`,
    );
  if (cloud === "azure") return (await import("../azure/stage.ts")).azureStage(readOutputs<AzureOutputs>(outputs));
  return (await import("../gcp/stage.ts")).googleStage(readOutputs<GoogleOutputs>(outputs));
};

/** The run itself says which cloud it is. */
export async function stageOfRun(run: Omit<LocalRun, "pid">): Promise<Stage> {
  const stage = await cloudStageOf(run);
  if (run.simulated !== true) return stage;
  const { simulatedMaps } = await import("../simulator/spaces-api/simulated-maps.ts");
  return { ...stage, maps: simulatedMaps };
}

async function cloudStageOf({ cloud, name, access }: Omit<LocalRun, "pid">): Promise<Stage> {
  if (cloud === "azure") return (await import("../azure/stage.ts")).localAzureStage(name, access as AzureLocalAccess);
  if (cloud === "gcp") return (await import("../gcp/stage.ts")).localGoogleStage(name, access as GoogleLocalAccess);
  return (await import("../aws/stage.ts")).localAwsStage(name, access as AwsLocalAccess);
}
