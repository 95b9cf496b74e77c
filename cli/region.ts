/** The Region in which a command asks for a stage: whoever deployed it has said so once, in the configuration. */
import { Option } from "commander";
import { CONFIGURATION_DIRECTORY, stageConfiguration } from "./stage-configuration.ts";
import { UserError } from "./user-error.ts";

interface Asked {
  readonly stage: string;
  /** `--region`. */
  readonly region?: string | undefined;
}

interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the configuration is. */
  readonly directory: string;
}

const here: Surroundings = {
  environment: process.env,
  directory: CONFIGURATION_DIRECTORY,
};

export function regionOption(): Option {
  return new Option("--region <region>", "the AWS Region of the stage (default: AWS_REGION, else the configuration's)");
}

/**
 * `--region`, else AWS_REGION, else the configuration's if it is of this stage, else the AWS CLI's profile's. Throws a
 * UserError that says why none is known.
 */
export async function regionOf({ stage, region }: Asked, { environment, directory } = here): Promise<string> {
  const given = region ?? environment.AWS_REGION;
  if (given) return given;
  const { config, missing } = await stageConfiguration(stage, directory);
  const found = config?.region ?? (await profileRegion());
  if (found !== undefined) return found;
  throw new UserError(
    `The Region of the stage ${stage} is not known: ${missing || "the configuration names none."} Name it with --region, for example --region eu-west-1, or set AWS_REGION.`,
  );
}

/** As the SDK reads the profile; nothing is sent. */
async function profileRegion(): Promise<string | undefined> {
  const { CloudFormationClient } = await import("@aws-sdk/client-cloudformation");
  return new CloudFormationClient({}).config.region().catch(() => undefined);
}
