/** Combinations that cannot work, refused before anything synthesises. */
import { defaultPrivacyPolicy } from "../../shared/privacy/policy.ts";
import { isLakeFed } from "./defaults.ts";
import { misspeltEventType, unknownRegion } from "./known-values.ts";
import type { SpacesConfig } from "./spaces-config.ts";

const HOURS_A_DAY = 24;

/** Answers the mistake, or nothing. */
type Rule = (config: SpacesConfig) => string | undefined;

const rules: readonly Rule[] = [
  unknownRegion,
  misspeltEventType,

  ({ channels: { kinesis, firehose } }) =>
    kinesis.enabled || firehose.enabled
      ? undefined
      : "channels.kinesis.enabled and channels.firehose.enabled are both false; set at least one to true.",

  ({ channels: { kinesis } }) => {
    const retentionHours = kinesis.retentionDays * HOURS_A_DAY;
    return kinesis.maxRecordAgeHours < retentionHours
      ? undefined
      : `channels.kinesis.maxRecordAgeHours is ${kinesis.maxRecordAgeHours}; it must be less than the ${retentionHours} hours of channels.kinesis.retentionDays, or a record that expires reaches no dead letter.`;
  },

  ({ channels: { firehose }, lake }) =>
    firehose.enabled && !lake.enabled
      ? "lake.enabled is false while channels.firehose.enabled is true; set it to true, since a delivery stream delivers to the lake."
      : undefined,

  ({ channels: { kinesis }, lake }) =>
    kinesis.enabled && kinesis.writeLake && !lake.enabled
      ? "channels.kinesis.writeLake is true while lake.enabled is false; set both to true or leave writeLake out."
      : undefined,

  ({ channels: { firehose } }) =>
    firehose.enabled && !firehose.transform && firehose.encoding !== "json"
      ? `channels.firehose.encoding is "${firehose.encoding}"; it must be "json" where channels.firehose.transform is false, since an untransformed delivery stream joins protobuf messages without boundaries.`
      : undefined,

  ({ channels: { firehose }, privacy }) => {
    const protectedClass = Object.entries({ ...defaultPrivacyPolicy, ...privacy }).find(
      ([, action]) => action !== "keep",
    );
    return firehose.enabled && !firehose.transform && protectedClass !== undefined
      ? `privacy.${protectedClass[0]} is "${protectedClass[1]}"; every field class must be "keep" where channels.firehose.transform is false, since nothing then applies the policy.`
      : undefined;
  },

  ({ channels: { firehose } }) =>
    firehose.enabled && firehose.writeTables && !firehose.transform
      ? "channels.firehose.writeTables is true; it must be false where channels.firehose.transform is false, since it is the transform that writes the tables."
      : undefined,

  ({ channels: { firehose }, lake }) =>
    firehose.enabled && !firehose.transform && lake.payload === "omit"
      ? 'lake.payload is "omit" while channels.firehose.transform is false; it must be "keep", since an untransformed event is kept as sent.'
      : undefined,

  ({ customerManagedKeys, account, region }) =>
    customerManagedKeys && (account === undefined || region === undefined)
      ? `customerManagedKeys is true while ${account === undefined ? "account" : "region"} is not set; name account and region, or set customerManagedKeys to false.`
      : undefined,

  ({ alarms: { email, topicArn } }) =>
    email !== undefined && topicArn !== undefined
      ? "alarms.email and alarms.topicArn are both set; keep one, since who listens to an existing topic is decided there."
      : undefined,

  ({ history, lake, channels }) => {
    if (history.exclude.length === 0 || isLakeFed(lake, channels)) return undefined;
    const off = lake.enabled ? "channels.kinesis.writeLake" : "lake.enabled";
    return `history.exclude names ${history.exclude[0]} while ${off} is false; leave it out, since nothing else keeps the history.`;
  },

  ({ lake: { compaction, landingDays, retentionDays } }) =>
    compaction && retentionDays !== undefined && retentionDays <= landingDays
      ? `lake.retentionDays is ${retentionDays}; it must be more than the ${landingDays} of lake.landingDays, or landing files outlive what they say.`
      : undefined,

  ({ channels: { kinesis }, lake: { compaction, landingDays } }) =>
    compaction && landingDays <= kinesis.retentionDays
      ? `lake.landingDays is ${landingDays}; it must be more than the ${kinesis.retentionDays} of channels.kinesis.retentionDays, or what waited in the stream expires before it is compacted.`
      : undefined,

  ({ tables: { provisioned } }) =>
    provisioned.leastWriteUnits > provisioned.mostWriteUnits
      ? `tables.provisioned.leastWriteUnits is ${provisioned.leastWriteUnits}; it must be at most the ${provisioned.mostWriteUnits} of mostWriteUnits.`
      : undefined,

  ({ tables: { provisioned } }) =>
    provisioned.leastReadUnits > provisioned.mostReadUnits
      ? `tables.provisioned.leastReadUnits is ${provisioned.leastReadUnits}; it must be at most the ${provisioned.mostReadUnits} of mostReadUnits.`
      : undefined,

  ({ tables: { capacity, onDemand } }) => {
    const [set] = Object.entries(onDemand).find(([, units]) => units !== undefined) ?? [];
    return capacity === "provisioned" && set !== undefined
      ? `tables.onDemand.${set} is set while tables.capacity is "provisioned"; leave it out, or set capacity to "onDemand".`
      : undefined;
  },

  ({ alarms: { tenantSilenceHours }, stateTtlDays }) => {
    const stateHours = stateTtlDays * HOURS_A_DAY;
    return tenantSilenceHours !== undefined && tenantSilenceHours >= stateHours
      ? `alarms.tenantSilenceHours is ${tenantSilenceHours}; it must be less than the ${stateHours} hours of stateTtlDays, or a silent tenant is forgotten before it rings.`
      : undefined;
  },

  ({ alarms: { tenantSilenceHours }, channels: { kinesis, firehose } }) =>
    tenantSilenceHours !== undefined && !kinesis.enabled && !firehose.writeTables
      ? "alarms.tenantSilenceHours is set while no channel writes the tables; leave it out, since they tell when a tenant was last heard of."
      : undefined,

  ({ alarms: { pushKeyAudit }, channels: { kinesis } }) =>
    pushKeyAudit && !kinesis.enabled
      ? "alarms.pushKeyAudit is true while channels.kinesis.enabled is false; set it to false, since CloudTrail logs no puts into a delivery stream."
      : undefined,

  ({ vpc }) => {
    const [missing] =
      Object.entries({ subnetIds: vpc.subnetIds, securityGroupIds: vpc.securityGroupIds }).find(
        ([, ids]) => ids.length === 0,
      ) ?? [];
    return vpc.id !== undefined && missing !== undefined
      ? `vpc.${missing} is empty while vpc.id is set; name at least one, since a function in a network has both.`
      : undefined;
  },

  ({ vpc: { id, ...others } }) => {
    const [set] =
      Object.entries(others).find(([, value]) => value === true || (Array.isArray(value) && value.length)) ?? [];
    return id === undefined && set !== undefined
      ? `vpc.${set} is set while vpc.id is not; name the network, or leave ${set} out.`
      : undefined;
  },

  ({ vpc }) =>
    vpc.createEndpoints && vpc.id !== undefined && vpc.routeTableIds.length === 0
      ? "vpc.routeTableIds is empty while vpc.createEndpoints is true; name those of the subnets, which the endpoints of DynamoDB and S3 are routes of."
      : undefined,

  ({ alarms: { topicArn }, region }) => {
    const topicRegion = topicArn?.split(":")[3];
    return topicRegion !== undefined && region !== undefined && topicRegion !== region
      ? `alarms.topicArn is in ${topicRegion}; it must be in ${region}, as alarms notify only topics of their own Region.`
      : undefined;
  },
];

/** One sentence for each rule that is broken. */
export function brokenRules(config: SpacesConfig): readonly string[] {
  return rules.flatMap((rule) => rule(config) ?? []);
}
