/**
 * What a stage's resources are called. Names are fixed, so that a person and the CLI find them without looking up. What is
 * known in all Regions of an account (IAM users, dashboards, budgets) has the Region in its name: a second Region must not
 * find it taken on the day the first is down.
 */
import type { Channel, Consumer } from "../functions/channel.ts";

export interface Names {
  readonly eventsTable: string;
  readonly stateTable: string;
  readonly placesTable: string;
  readonly keyAlias: string;
  /** What Cisco puts into: "Kinesis Firehose Data Stream Name" and "Kinesis Firehose Delivery Stream Name". */
  readonly pushStream: Readonly<Record<Channel, string>>;
  readonly pushUser: Readonly<Record<Channel, string>>;
  readonly function: Readonly<Record<Consumer, string>>;
  /** The state machine that compacts the lake, and its workgroup. */
  readonly compaction: string;
  readonly keyAgeFunction: string;
  readonly tenantSilenceFunction: string;
  readonly dashboard: string;
  /** The EventBridge rule on the customer key. */
  readonly customerKeyRule: string;
  /** The trail, the rule and the log group of the push key. */
  readonly pushKeyAudit: string;
  readonly budget: string;
}

export function namesOf(stage: string, region: string): Names {
  const name = (what: string) => `spaces-${stage}-${what}`;
  const global = (what: string) => `${name(what)}-${region}`;
  return {
    eventsTable: name("events"),
    stateTable: name("state"),
    placesTable: name("places"),
    keyAlias: `alias/spaces-${stage}`,
    pushStream: { kinesis: name("push"), firehose: name("push-firehose") },
    pushUser: { kinesis: global("kinesis-push"), firehose: global("firehose-push") },
    function: { kinesis: name("kinesis-processor"), firehose: name("firehose-transform"), lake: name("kinesis-lake") },
    compaction: name("compaction"),
    keyAgeFunction: name("key-age"),
    tenantSilenceFunction: name("tenant-silence"),
    dashboard: global("push-receiver"),
    customerKeyRule: name("customer-key"),
    pushKeyAudit: name("push-key"),
    budget: global("spend"),
  };
}

const stackKinds = [
  "event-store",
  "lake",
  "kinesis-target",
  "kinesis-processor",
  "kinesis-lake",
  "firehose-target",
  "operations",
  "network",
] as const;
export type StackKind = (typeof stackKinds)[number];

export function stackName(stage: string, kind: StackKind): string {
  return `spaces-${stage}-${kind}`;
}

/** The stack whose outputs are pasted into the Partner Dashboard. */
export function targetStackName(stage: string, channel: Channel): string {
  return stackName(stage, `${channel}-target`);
}

/** What a stage's lake is called; the stacks create it and the CLI asks for it by these names. */
export interface LakeNames {
  /** Glue database; Athena allows letters, digits and underscores. */
  readonly database: string;
  readonly workgroup: string;
}

export function lakeNames(stage: string): LakeNames {
  return { database: `spaces_${stage.toLowerCase().replaceAll("-", "_")}`, workgroup: `spaces-${stage}` };
}
