/** What Terraform made, as `terraform output -json` prints it: https://developer.hashicorp.com/terraform/cli/commands/output */
import { readFileSync } from "node:fs";
import { UserError } from "./user-error.ts";

const STANDARD_INPUT = 0;

/** The values by their names; which there are, `Outputs` of a cloud says. Throws a UserError for what is no such file. */
export function readOutputs<Outputs extends object>(file: string): Outputs {
  const text = textOf(file);
  try {
    const outputs = JSON.parse(text) as Readonly<Record<string, { readonly value: unknown }>>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])) as Outputs;
  } catch {
    throw new UserError("The outputs are not what terraform output -json prints.");
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file === "-" ? STANDARD_INPUT : file, "utf8");
  } catch {
    throw new UserError(`The file of outputs ${file} cannot be read.`);
  }
}
