/** `--local | --stage`, `--cloud` and `--region` → the stage they mean. */
import type { Command } from "commander";
import { Option } from "commander";
import type { AwsLocalAccess } from "../aws/local-access.ts";
import { type CloudName, cloudOption } from "../cloud-option.ts";
import { regionOf, regionOption } from "../region.ts";
import { UserError } from "../user-error.ts";
import { findRun } from "./local-runs.ts";
import type { Stage } from "./stage.ts";

export interface StageOptions {
  readonly stage?: string;
  /** `true`: the newest run. */
  readonly local?: string | true;
  readonly cloud: CloudName;
  readonly region?: string;
}

/** The options by which every operator's command finds its stage. */
export function stageOptions(command: Command): Command {
  return command
    .addOption(new Option("--stage <stage>", "the deployed stage").conflicts("local"))
    .option("--local [run]", "a run that npm run local -- --keep holds up (default: the newest)")
    .addOption(cloudOption())
    .addOption(regionOption());
}

export type FindStage = (options: StageOptions) => Promise<Stage>;

export const findStage: FindStage = async ({ stage, local, cloud, region }) => {
  if (local !== undefined) return localStage(local === true ? undefined : local);
  if (stage === undefined) throw new UserError("Say where: --stage for a deployed stage, --local for a local run.");
  if (cloud !== "aws") throw notYet(cloud);
  const { awsStage } = await import("../aws/stage.ts");
  return awsStage(stage, await regionOf({ stage, region }));
};

/** Of the run itself, whose file says which cloud it is. */
async function localStage(name: string | undefined): Promise<Stage> {
  const run = await findRun(name);
  if (run.cloud !== "aws") throw notYet(run.cloud);
  const { localAwsStage } = await import("../aws/stage.ts");
  return localAwsStage(run.name, run.access as AwsLocalAccess);
}

function notYet(cloud: string): UserError {
  return new UserError(`This command does not know ${cloud} yet; on AWS it does: --cloud aws.`);
}
