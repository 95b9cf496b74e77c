/** The configuration with every default filled in; right for a first deployment. */
import type {
  Fields,
  FirehoseChannelConfig,
  KinesisChannelConfig,
  SpacesConfig,
  SpacesConfigInput,
  TablesConfig,
} from "./spaces-config.ts";

/** In these stages, and in any named after one (`dev-anna`), nothing outlives `cdk destroy`. */
const sandboxStages: readonly string[] = ["dev", "test", "sandbox"];

function isSandbox(stage: string): boolean {
  return sandboxStages.some((sandbox) => stage === sandbox || stage.startsWith(`${sandbox}-`));
}

/** Whether events reach the lake by any channel. A delivery stream's always do. */
export function isLakeFed(
  { enabled }: Pick<SpacesConfig["lake"], "enabled">,
  { kinesis, firehose }: SpacesConfig["channels"],
): boolean {
  return enabled && ((kinesis.enabled && kinesis.writeLake) || firehose.enabled);
}

function tablesWithDefaults(tables: SpacesConfigInput["tables"], lakeFed: boolean): TablesConfig {
  const { onDemand, provisioned, recovery } = tables ?? {};
  return {
    capacity: tables?.capacity ?? "onDemand",
    onDemand: {
      maxWriteUnits: onDemand?.maxWriteUnits,
      maxReadUnits: onDemand?.maxReadUnits,
      warmWriteUnits: onDemand?.warmWriteUnits,
      warmReadUnits: onDemand?.warmReadUnits,
    },
    provisioned: {
      leastWriteUnits: provisioned?.leastWriteUnits ?? 25,
      mostWriteUnits: provisioned?.mostWriteUnits ?? 4_000,
      leastReadUnits: provisioned?.leastReadUnits ?? 5,
      mostReadUnits: provisioned?.mostReadUnits ?? 1_000,
      utilizationPercent: provisioned?.utilizationPercent ?? 70,
    },
    recovery: {
      history: recovery?.history ?? !lakeFed,
      state: recovery?.state ?? true,
      places: recovery?.places ?? true,
    },
  };
}

/** `kinesis: false` says the same as `kinesis: { enabled: false }`. */
function spelt<T extends { readonly enabled?: boolean | undefined }>(given: boolean | T | undefined) {
  return typeof given === "boolean" ? { enabled: given } : given;
}

export function withDefaults(input: SpacesConfigInput): SpacesConfig {
  const kinesis: Fields<KinesisChannelConfig> = spelt(input.channels?.kinesis) ?? {};
  const firehose: Fields<FirehoseChannelConfig> = spelt(input.channels?.firehose) ?? {};
  const lake: Fields<SpacesConfig["lake"]> = spelt(input.lake) ?? {};
  const firehoseTransform = firehose.transform ?? true;
  const lakeEnabled = lake.enabled ?? true;
  const channels: SpacesConfig["channels"] = {
    kinesis: {
      enabled: kinesis.enabled ?? true,
      encoding: kinesis.encoding ?? "auto",
      shards: kinesis.shards,
      retentionDays: kinesis.retentionDays ?? 7,
      maxRecordKiB: kinesis.maxRecordKiB ?? 1_024,
      batchWindowSeconds: kinesis.batchWindowSeconds ?? 5,
      parallelizationFactor: kinesis.parallelizationFactor ?? 1,
      // A shorter retention brings the default along; what is written stays, for the rules to judge.
      maxRecordAgeHours: kinesis.maxRecordAgeHours ?? ((kinesis.retentionDays ?? 7) > 1 ? 24 : 12),
      // Both channels on, both fill everything, so that nothing is missing while Cisco moves from one to the other.
      writeLake: kinesis.writeLake ?? lakeEnabled,
    },
    firehose: {
      enabled: firehose.enabled ?? false,
      encoding: firehose.encoding ?? "auto",
      transform: firehoseTransform,
      writeTables: firehose.writeTables ?? firehoseTransform,
    },
  };
  return {
    stage: input.stage,
    account: input.account,
    region: input.region,
    removalPolicy: input.removalPolicy ?? (isSandbox(input.stage) ? "destroy" : "retain"),
    channels,
    tables: tablesWithDefaults(input.tables, isLakeFed({ enabled: lakeEnabled }, channels)),
    history: { exclude: input.history?.exclude ?? [] },
    stillPositions: { feet: input.stillPositions?.feet, seconds: input.stillPositions?.seconds ?? 60 },
    historyTtlDays: input.historyTtlDays ?? 30,
    stateTtlDays: input.stateTtlDays ?? 30,
    deadLetterDays: input.deadLetterDays ?? 30,
    ignoreEventTypes: input.ignoreEventTypes ?? ["KEEP_ALIVE"],
    privacy: input.privacy ?? {},
    lake: {
      enabled: lakeEnabled,
      firstDay: lake.firstDay ?? "2026-01-01",
      batchWindowSeconds: lake.batchWindowSeconds ?? 60,
      bufferSeconds: lake.bufferSeconds ?? 900,
      bufferMiB: lake.bufferMiB ?? 128,
      payload: lake.payload ?? "keep",
      queryScanLimitGiB: lake.queryScanLimitGiB ?? 100,
      compaction: lake.compaction ?? true,
      // What waited in the stream for all of its retention is still found among landing files.
      landingDays: lake.landingDays ?? Math.max(14, (kinesis.retentionDays ?? 7) + 7),
      retentionDays: lake.retentionDays,
    },
    customerManagedKeys: input.customerManagedKeys ?? true,
    pushSourceIps: input.pushSourceIps ?? [],
    pushUserMayDescribe: input.pushUserMayDescribe ?? false,
    permissionsBoundary: input.permissionsBoundary,
    vpc: {
      id: input.vpc?.id,
      subnetIds: input.vpc?.subnetIds ?? [],
      securityGroupIds: input.vpc?.securityGroupIds ?? [],
      createEndpoints: input.vpc?.createEndpoints ?? false,
      routeTableIds: input.vpc?.routeTableIds ?? [],
    },
    alarms: {
      email: input.alarms?.email,
      topicArn: input.alarms?.topicArn,
      silenceMinutes: input.alarms?.silenceMinutes ?? 60,
      tenantSilenceHours: input.alarms?.tenantSilenceHours,
      keyAgeDays: input.alarms?.keyAgeDays ?? 90,
      recordsPerSecond: input.alarms?.recordsPerSecond,
      monthlySpendUsd: input.alarms?.monthlySpendUsd,
      spendOf: input.alarms?.spendOf ?? "account",
      hotKeys: input.alarms?.hotKeys ?? false,
      pushKeyAudit: input.alarms?.pushKeyAudit ?? false,
    },
    logRetentionDays: input.logRetentionDays ?? 30,
    tags: input.tags ?? {},
  };
}
