/** What is pasted into the Partner Dashboard for the channel on Event Hubs. */
import { labelled } from "../labelled.ts";
import { UserError } from "../user-error.ts";
import type { Outputs, PushRule } from "./outputs.ts";

/** In the order of a connection string; what the dashboard calls them we have not seen. */
const labels: readonly (readonly [keyof PushRule, string])[] = [
  ["event_hub_namespace", "Event Hubs Namespace"],
  ["event_hub_name", "Event Hub Name"],
  ["sas_policy_name", "Shared Access Policy Name"],
  ["sas_key", "Shared Access Key"],
  ["connection_string", "Connection String"],
];
const secrets: ReadonlySet<keyof PushRule> = new Set(["sas_key", "connection_string"]);

/** A text for each rule: two stand side by side during a rotation. Secrets only when asked for. */
export function pushValues({ push }: Outputs, showSecret: boolean): readonly string[] {
  const rules = Object.values(push ?? {});
  if (rules.length === 0)
    throw new UserError("The outputs name nothing to push to: they are not those of azure/infra, or not applied yet.");
  const shown = (rule: PushRule, key: keyof PushRule) =>
    showSecret || !secrets.has(key) ? rule[key] : "hidden; --show-secret prints it";
  return rules.map((rule) =>
    labelled(
      "Azure Event Hubs",
      labels.map(([key, label]) => [label, shown(rule, key)]),
    ),
  );
}
