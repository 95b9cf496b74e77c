/** `--cloud`, and `--outputs` of the clouds that Terraform deploys to. */
import { Option } from "commander";

const clouds = ["aws", "azure", "gcp"] as const;
export type CloudName = (typeof clouds)[number];

/** `known` are the clouds that the command can ask. */
export function cloudOption(known: readonly CloudName[] = clouds): Option {
  return new Option("--cloud <cloud>", "where it is deployed").choices(known).default("aws");
}

export function outputsOption(): Option {
  return new Option("--outputs <file>", "what terraform output -json printed; - reads standard input (not AWS)");
}
