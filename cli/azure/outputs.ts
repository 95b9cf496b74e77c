/** The outputs that commands read, by their names in `azure/infra/outputs.tf`. */
export interface Outputs {
  /** By rule. */
  readonly push?: Readonly<Record<string, PushRule>>;
  /** Address of the lake's container; `null` where there is none. */
  readonly lake?: string | null;
  readonly table_endpoints?: readonly string[];
  /** `projects/PROJECT/databases/DATABASE`, of `gcp/infra`. */
  readonly firestore_database?: string;
}

/** What a sender to Event Hubs is asked for. */
export interface PushRule {
  readonly event_hub_namespace: string;
  readonly event_hub_name: string;
  readonly sas_policy_name: string;
  readonly sas_key: string;
  readonly connection_string: string;
}

const STANDARD_INPUT = 0;

const clouds = ["aws", "azure", "gcp"] as const;
export type CloudName = (typeof clouds)[number];

export function cloudOption(): Option {
  return new Option("--cloud <cloud>", "where it is deployed").choices(clouds).default("aws");
}

export function outputsOption(): Option {
  return new Option(
    "--outputs <file>",
    "what terraform output -json printed; - reads standard input (Azure, Google Cloud)",
  );
}

/** Throws a UserError for what is no such file. */
export function readOutputs(file: string): Outputs {
  const text = textOf(file);
  try {
    const outputs = JSON.parse(text) as Readonly<Record<string, { readonly value: unknown }>>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
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
