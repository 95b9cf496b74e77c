/** `--local | --stage | --outputs`, `--cloud` and `--region` → the stage they mean. */
import type { Command } from "commander";
import { Option } from "commander";
import type { AwsLocalAccess } from "../aws/local-access.ts";
import type { AzureLocalAccess } from "../azure/local-access.ts";
import { type CloudName, cloudOption, outputsOption } from "../cloud-option.ts";
import { deploymentOf, refuseContradiction } from "../deployment.ts";
import type { GoogleLocalAccess } from "../gcp/local-access.ts";
import { regionOf, regionOption } from "../region.ts";
import { UserError } from "../user-error.ts";
import { findRun, type LocalRun } from "./local-runs.ts";
import type { Stage } from "./stage.ts";

export interface StageOptions {
  readonly stage?: string;
  /** `true`: the newest run. */
  readonly local?: string | true;
  /** Needed by none of the others. */
  readonly cloud?: CloudName;
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
  if (local !== undefined) return runStage(local === true ? undefined : local, cloud);
  const deployment = deploymentOf({ cloud, outputs, stage });
  if (deployment.cloud === "aws") {
    if (stage === undefined)
      throw new UserError(
        "Say where: --stage for a stage on AWS, --outputs for one on Azure or Google Cloud, --local for a local run.",
      );
    const { awsStage } = await import("../aws/stage.ts");
    return awsStage(stage, await regionOf({ stage, region }));
  }
  if (deployment.outputs === undefined)
    throw new UserError(
      `Say where: --outputs for a deployed stage, such as terraform -chdir=${deployment.cloud}/infra output -json | … --outputs -; --local for a local run.`,
    );
  try {
    if (deployment.cloud === "azure") return (await import("../azure/stage.ts")).azureStage(deployment.outputs);
    return (await import("../gcp/stage.ts")).googleStage(deployment.outputs);
  } catch (error) {
    throw ofTheOutputs(error, deployment.cloud);
  }
};

/** Values of another kind than Terraform wrote make an SDK's clients throw. */
function ofTheOutputs(error: unknown, cloud: CloudName): unknown {
  if (!(error instanceof TypeError)) return error;
  return new UserError(
    `The outputs have values that ${cloud}/infra does not make: give them as terraform output -json prints them.`,
  );
}

async function runStage(name: string | undefined, cloud: CloudName | undefined): Promise<Stage> {
  const run = await findRun(name);
  refuseContradiction(`the local run ${run.name} is of ${run.cloud}`, run.cloud, cloud);
  return stageOfRun(run);
}

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
