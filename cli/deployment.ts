/** Which cloud a command means: the outputs say it themselves, a stage by its name is on AWS, and `--cloud` says it of the rest. */
import type { Outputs as AzureOutputs } from "./azure/outputs.ts";
import type { CloudName } from "./cloud-option.ts";
import type { Outputs as GoogleOutputs } from "./gcp/outputs.ts";
import { readOutputs } from "./terraform-outputs.ts";
import { UserError } from "./user-error.ts";

/** Without outputs where none were given. */
export type Deployment =
  | { readonly cloud: "aws" }
  | { readonly cloud: "azure"; readonly outputs?: AzureOutputs }
  | { readonly cloud: "gcp"; readonly outputs?: GoogleOutputs };

interface Asked {
  /** `--cloud`. */
  readonly cloud?: CloudName | undefined;
  /** A file of outputs. */
  readonly outputs?: string | undefined;
  readonly stage?: string | undefined;
}

const called = { aws: "AWS", azure: "Azure", gcp: "Google Cloud" } as const satisfies Record<CloudName, string>;

/** The outputs are read once: they may come on standard input. A UserError where `--cloud` says otherwise, or nothing tells. */
export function deploymentOf({ cloud, outputs: file, stage }: Asked): Deployment {
  if (file === undefined) {
    if (stage !== undefined) refuseStage(cloud);
    return { cloud: cloud ?? "aws" };
  }
  const outputs = readOutputs<object>(file);
  const told = cloudOfOutputs(outputs);
  if (told !== undefined)
    refuseContradiction(`the outputs are of ${told}/infra, which is on ${called[told]}`, told, cloud);
  const found = told ?? cloud;
  if (found === undefined || found === "aws")
    throw new UserError(
      "The outputs are not those of azure/infra nor of gcp/infra, or not applied yet: give --outputs what terraform -chdir=azure/infra output -json printed, or that of gcp/infra.",
    );
  if (stage !== undefined) refuseStage(found);
  return { cloud: found, outputs };
}

/** A UserError where `--cloud` names another than is known. */
export function refuseContradiction(why: string, known: string, cloud: CloudName | undefined): void {
  if (cloud !== undefined && cloud !== known)
    throw new UserError(`--cloud ${cloud} contradicts what else was said: ${why}. Leave --cloud out.`);
}

function refuseStage(cloud: CloudName | undefined): void {
  if (cloud !== undefined && cloud !== "aws")
    throw new UserError(
      `--stage names a stage on AWS; one on ${called[cloud]} is named by --outputs, with what terraform -chdir=${cloud}/infra output -json printed.`,
    );
}

/** Each has them in every version, and the other never. */
const azureOnly = ["table_endpoints", "event_hub"] as const satisfies readonly (keyof AzureOutputs)[];
const googleOnly = ["topic", "firestore_database"] as const satisfies readonly (keyof GoogleOutputs)[];

export function cloudOfOutputs(outputs: object): "azure" | "gcp" | undefined {
  if (azureOnly.some((name) => name in outputs)) return "azure";
  if (googleOnly.some((name) => name in outputs)) return "gcp";
  return undefined;
}
