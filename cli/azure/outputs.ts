import type { LogQueries } from "./batch-figures.ts";

/** The outputs that commands read, by their names in `azure/infra/outputs.tf`. */
export interface Outputs {
  /** By rule. */
  readonly push?: Readonly<Record<string, PushRule>>;
  /** Address of the lake's container; `null` where there is none. */
  readonly lake?: string | null;
  readonly table_endpoints?: readonly string[];
  readonly event_hub?: {
    readonly id?: string;
    readonly host: string;
    readonly name: string;
    readonly consumer_group: string;
    readonly retention_days: number;
  };
  /** Address of the container in which the functions' host keeps how far they have read. */
  readonly checkpoints?: string;
  /** Of the function, but for what the host reads; the key is a reference to Key Vault. */
  readonly function_settings?: Readonly<Record<string, string>>;
  readonly workspace_id?: string;
  readonly log_queries?: LogQueries;
  /** What each says, by its name. */
  readonly alerts?: Readonly<Record<string, string>>;
}

/** What a sender to Event Hubs is asked for. */
export interface PushRule {
  readonly event_hub_namespace: string;
  readonly event_hub_name: string;
  readonly sas_policy_name: string;
  readonly sas_key: string;
  readonly connection_string: string;
}
