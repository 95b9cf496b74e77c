/** The outputs that commands read, by their names in `azure/infra/outputs.tf`. */
export interface Outputs {
  /** By rule. */
  readonly push?: Readonly<Record<string, PushRule>>;
  /** Address of the lake's container; `null` where there is none. */
  readonly lake?: string | null;
  readonly table_endpoints?: readonly string[];
}

/** What a sender to Event Hubs is asked for. */
export interface PushRule {
  readonly event_hub_namespace: string;
  readonly event_hub_name: string;
  readonly sas_policy_name: string;
  readonly sas_key: string;
  readonly connection_string: string;
}
