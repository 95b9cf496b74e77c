/** What a deployment is told. The JSON Schema beside this file says the same to editors and to whoever writes JSON. */
import type { Encoding } from "../../shared/decode/decode.ts";
import type { PrivacyPolicy } from "../../shared/privacy/policy.ts";

type RemovalPolicyName = "retain" | "destroy";

export interface KinesisChannelConfig {
  /** @default true */
  readonly enabled: boolean;
  /** @default "auto": told by the bytes of each record */
  readonly encoding: Encoding;
  /** Each takes 1 MB/s or 1,000 records/s. @default undefined: on-demand capacity, which scales by itself */
  readonly shards: number | undefined;
  /** Days the stream keeps what was put, 1 to 365: how long processing may be down. @default 7 */
  readonly retentionDays: number;
  /** Largest record, 1,024 to 4,096 KiB. @default 1024 */
  readonly maxRecordKiB: number;
  /** Seconds a batch is gathered, 0 to 300: a longer one folds more, a shorter one shows sooner. @default 5 */
  readonly batchWindowSeconds: number;
  /** Batches of one shard that are worked on at once, 1 to 10. @default 1 */
  readonly parallelizationFactor: number;
  /** After this many hours, and not before, a record that still fails goes to the dead-letter bucket, 1 to 168. @default 24 */
  readonly maxRecordAgeHours: number;
  /** Write the lake. @default true where there is a lake; false once the Firehose channel fills it alone */
  readonly writeLake: boolean;
}

export interface FirehoseChannelConfig {
  /** @default false */
  readonly enabled: boolean;
  /** @default "auto" */
  readonly encoding: Encoding;
  /** false keeps events as sent, as compressed JSON lines beside the table. @default true */
  readonly transform: boolean;
  /** Also write state and history to DynamoDB. @default true where there is a transform; false once the Kinesis channel does it alone */
  readonly writeTables: boolean;
}

/** Of history and state each; `places` is small and always on demand. */
export interface TablesConfig {
  /** @default "onDemand": scales by itself, at some two and a half times the price of provisioned units that are used by 70 % */
  readonly capacity: "onDemand" | "provisioned";
  readonly onDemand: {
    /** Units a second after which writes wait: a bound on the bill, 1 to 10,000,000. @default undefined: none but the quotas */
    readonly maxWriteUnits: number | undefined;
    /** The same of reads. @default undefined */
    readonly maxReadUnits: number | undefined;
    /** Units a second the tables take from the first, 4,000 to 10,000,000; paid once. @default undefined: 4,000, which double as they are used */
    readonly warmWriteUnits: number | undefined;
    /** The same of reads, from 12,000. @default undefined */
    readonly warmReadUnits: number | undefined;
  };
  /** Bounds of the autoscaling, units a second. */
  readonly provisioned: {
    /** @default 25 */
    readonly leastWriteUnits: number;
    /** @default 4000 */
    readonly mostWriteUnits: number;
    /** @default 5 */
    readonly leastReadUnits: number;
    /** @default 1000 */
    readonly mostReadUnits: number;
    /** Share of the units in use that the scaling aims at, 20 to 90. @default 70 */
    readonly utilizationPercent: number;
  };
  /** Point-in-time recovery of 35 days. */
  readonly recovery: {
    /** @default false where events reach the lake, which has every one, else true */
    readonly history: boolean;
    /** @default true */
    readonly state: boolean;
    /** @default true */
    readonly places: boolean;
  };
}

/** With every default filled in. */
export interface SpacesConfig {
  /** Names the deployment and everything in it. */
  readonly stage: string;
  /** 12 digits. @default undefined: the account the CLI is signed in to; needed with customer-managed keys */
  readonly account: string | undefined;
  /** @default undefined: the region the CLI is set to; needed with customer-managed keys */
  readonly region: string | undefined;
  /** @default "destroy" in the stages dev, test and sandbox (and dev-…, test-…, sandbox-…), "retain" in every other */
  readonly removalPolicy: RemovalPolicyName;
  readonly channels: { readonly kinesis: KinesisChannelConfig; readonly firehose: FirehoseChannelConfig };
  readonly tables: TablesConfig;
  readonly history: {
    /** Event types whose history only the lake keeps; their state is kept all the same. @default [] */
    readonly exclude: readonly string[];
  };
  /** Leaves out position writes of devices that did not move; each costs a read in their place. */
  readonly stillPositions: {
    /** Moved by less, 1 to 100 feet. @default undefined: every position is written */
    readonly feet: number | undefined;
    /** Written after so long all the same, 1 to 300. @default 60 */
    readonly seconds: number;
  };
  /** Days a history item is kept in DynamoDB, 1 to 3,650; the lake keeps for ever. @default 30, since a year costs more than all else together */
  readonly historyTtlDays: number;
  /** Days the state of a person or device is kept after its last event, 1 to 3,650. @default 30 */
  readonly stateTtlDays: number;
  /** Days that raw events which could not be used are kept, 8 to 365. @default 30 */
  readonly deadLetterDays: number;
  /** @default ["KEEP_ALIVE"] */
  readonly ignoreEventTypes: readonly string[];
  /** Field classes treated otherwise than by default. @default {} */
  readonly privacy: Partial<PrivacyPolicy>;
  readonly lake: {
    /** @default true */
    readonly enabled: boolean;
    /** First day Athena looks for data, yyyy-MM-dd. @default "2026-01-01" */
    readonly firstDay: string;
    /** Seconds of events that become a file on the Kinesis channel, 0 to 300; a full batch becomes one sooner. @default 60 */
    readonly batchWindowSeconds: number;
    /** Seconds until rows become a file on the Firehose channel, 60 to 900. @default 900 */
    readonly bufferSeconds: number;
    /** MiB of rows until they do, 64 to 128. @default 128 */
    readonly bufferMiB: number;
    /** Whether rows have the whole payload as JSON beside their columns, four fifths of a file's bytes. "omit" leaves it out. @default "keep" */
    readonly payload: "keep" | "omit";
    /** GiB after which a query is stopped, 1 to 7,168. @default 100, which Athena bills with 0.50 USD */
    readonly queryScanLimitGiB: number;
    /** Move what arrived into a table with each event once, by Athena, every day. @default true; off, landing alone answers */
    readonly compaction: boolean;
    /** Days landing files are kept once they are compacted, 3 to 3,650: how long compaction may be down. @default 14, or a week more than the stream keeps */
    readonly landingDays: number;
    /** Days an event is kept, 8 to 36,500. @default undefined: for ever */
    readonly retentionDays: number | undefined;
  };
  /** Encrypt with the deployment's own key. false leaves the key in place, for what it has encrypted and for a way back. @default true */
  readonly customerManagedKeys: boolean;
  /** IPv4 ranges that may push. @default []: any, since Cisco names none */
  readonly pushSourceIps: readonly string[];
  /** Let the push user look at its stream (describe it, list its shards), as some producers do before they put. @default false */
  readonly pushUserMayDescribe: boolean;
  /** Name of a managed policy of the account that bounds every role and user: docs/deploy/permissions-boundary.json. @default undefined: none */
  readonly permissionsBoundary: string | undefined;
  /** A network of yours for the functions that see events; it must let them reach what docs/deployment.md names. */
  readonly vpc: {
    /** @default undefined: Lambda's own network */
    readonly id: string | undefined;
    /** Private subnets, 1 to 16; two Availability Zones or more. @default [] */
    readonly subnetIds: readonly string[];
    /** Of the functions, 1 to 5; they must let out HTTPS. @default [] */
    readonly securityGroupIds: readonly string[];
    /** Make the private endpoints here; one stage of those that share a network. @default false: they are there, or a way out is */
    readonly createEndpoints: boolean;
    /** Of the subnets, for the endpoints of DynamoDB and S3. @default [] */
    readonly routeTableIds: readonly string[];
  };
  readonly alarms: {
    /** Gets every alarm. @default undefined */
    readonly email: string | undefined;
    /** An existing topic in place of one made here. @default undefined */
    readonly topicArn: string | undefined;
    /** Minutes without any event after which a channel counts as silent, 5 to 1,440 in steps of 5. @default 60 */
    readonly silenceMinutes: number;
    /**
     * Hours without any event of a tenant, of those heard of in the last 30 days, after which it counts as silent, 1 to 336.
     * Each look reads the whole state table: docs/cost.md. @default undefined: not looked at
     */
    readonly tenantSilenceHours: number | undefined;
    /** Days after which a push key should be replaced, 1 to 365. @default 90 */
    readonly keyAgeDays: number;
    /** Records pushed a second on a channel, over 15 minutes, beyond which it rings, 1 to 1,000,000. @default undefined: none */
    readonly recordsPerSecond: number | undefined;
    /** What a month may cost, in USD, 1 to 10,000,000; `spaces cost` says what to expect. @default undefined: no budget */
    readonly monthlySpendUsd: number | undefined;
    /** What the budget covers; "stage" needs the cost allocation tag `spaces:stage`, switched on by hand. @default "account" */
    readonly spendOf: "account" | "stage";
    /** Let DynamoDB keep which keys are throttled most (keys in clear, for two weeks, billed by throttled request). @default false */
    readonly hotKeys: boolean;
    /** Let CloudTrail log each put of the Kinesis channel, and ring when one is refused or the key is used for anything else. @default false: it costs 1 USD per million puts */
    readonly pushKeyAudit: boolean;
  };
  /** @default 30 */
  readonly logRetentionDays: number;
  /** Put on every resource. @default {} */
  readonly tags: Readonly<Record<string, string>>;
}

/** `undefined` counts as absent; what has a field `enabled` may be that field's value alone. */
type Input<T> = T extends readonly unknown[]
  ? T
  : string extends keyof T
    ? T
    : T extends { readonly enabled: boolean }
      ? boolean | Fields<T>
      : T extends object
        ? Fields<T>
        : T;
export type Fields<T> = { readonly [K in keyof T]?: Input<T[K]> };

/** What `spaces.config.ts` exports: everything but the stage may be left out. */
export type SpacesConfigInput = Input<Omit<SpacesConfig, "stage">> & Pick<SpacesConfig, "stage">;
