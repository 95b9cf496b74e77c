/** The Region in which a command asks for a stage: whoever deployed it has said so once, in the configuration. */
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Option } from "commander";
import { ConfigError } from "../infra/config/config-error.ts";
import { loadConfig } from "../infra/config/load.ts";
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
  directory: fileURLToPath(new URL("..", import.meta.url)),
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
  const configured = await configuredRegion(stage, directory);
  const found = configured.region ?? (await profileRegion());
  if (found !== undefined) return found;
  throw new UserError(
    `The Region of the stage ${stage} is not known: ${configured.missing} Name it with --region, for example --region eu-west-1, or set AWS_REGION.`,
  );
}

interface Configured {
  readonly region: string | undefined;
  /** Why it is not there, should it not be. */
  readonly missing: string;
}

/** The stage's own file, as in `spaces.dev.config.ts`, where `spaces.config.ts` is another's. */
const OWN_FILE = /^spaces\.[\w-]+\.config\.(ts|js|mjs|json)$/;

async function configuredRegion(stage: string, directory: string): Promise<Configured> {
  const usual = await regionIn(stage, directory);
  if (usual.region !== undefined) return usual;
  const files = (await readdir(directory).catch(() => [])).filter((name) => OWN_FILE.test(name)).sort();
  for (const file of files) {
    const { region } = await regionIn(stage, directory, file);
    if (region !== undefined) return { region, missing: "" };
  }
  return usual;
}

async function regionIn(stage: string, directory: string, file?: string): Promise<Configured> {
  try {
    const config = await loadConfig(directory, file);
    if (config.stage === stage) return { region: config.region, missing: "the configuration names none." };
    return { region: undefined, missing: `the configuration is of the stage ${config.stage}.` };
  } catch (error) {
    if (error instanceof ConfigError) return { region: undefined, missing: error.message };
    throw error;
  }
}

/** As the SDK reads the profile; nothing is sent. */
async function profileRegion(): Promise<string | undefined> {
  const { CloudFormationClient } = await import("@aws-sdk/client-cloudformation");
  return new CloudFormationClient({}).config.region().catch(() => undefined);
}
