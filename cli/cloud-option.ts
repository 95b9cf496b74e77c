/** `--cloud`, and `--outputs` of the clouds that Terraform deploys to. */
import { Option } from "commander";

const clouds = ["aws", "azure", "gcp"] as const;
export type CloudName = (typeof clouds)[number];

export function cloudOption(): Option {
  return new Option("--cloud <cloud>", "where it is deployed, where nothing else says so (else: aws)").choices(clouds);
}

export function outputsOption(): Option {
  return new Option(
    "--outputs <file>",
    "what terraform output -json printed on Azure or Google Cloud, which says which; - reads standard input",
  );
}
