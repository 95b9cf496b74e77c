/** What is pasted into the Partner Dashboard for the channel on Google Pub/Sub. */
import { labelled } from "../labelled.ts";
import { UserError } from "../user-error.ts";
import type { Outputs, PushKey, Topic } from "./outputs.ts";

/** What the dashboard calls them we have not seen; a publisher can be asked for no more. */
const ofTopic = [
  ["project_id", "Project ID"],
  ["topic_id", "Topic ID"],
  ["topic_name", "Topic Name"],
] as const satisfies readonly (readonly [keyof Topic, string])[];
const ofKey = [
  ["service_account", "Service Account"],
  ["service_account_key", "Service Account Key"],
] as const satisfies readonly (readonly [keyof PushKey, string])[];

/** A text for each key: two stand side by side during a rotation. The key itself only when asked for, on one line. */
export function pushValues({ push = {}, topic }: Outputs, showSecret: boolean): readonly string[] {
  if (topic === undefined)
    throw new UserError("The outputs name nothing to push to: they are not those of gcp/infra, or not applied yet.");
  const place = ofTopic.map(([name, label]) => [label, topic[name]] as const);
  const keys = Object.values(push);
  if (keys.length === 0)
    return [labelled("Google Pub/Sub", [...place, ["Service Account", `${topic.publisher}, of Cisco's own: no key`]])];
  const shown = (key: PushKey, name: keyof PushKey) => {
    if (name !== "service_account_key") return key[name];
    return showSecret ? oneLine(key[name]) : "hidden; --show-secret prints it";
  };
  return keys.map((key) =>
    labelled("Google Pub/Sub", [...place, ...ofKey.map(([name, label]) => [label, shown(key, name)] as const)]),
  );
}

/** Google's key file has a line for each field. */
function oneLine(json: string): string {
  return JSON.stringify(JSON.parse(json));
}
