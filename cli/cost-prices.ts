/**
 * What AWS asks, US dollars, list prices without free tiers and volume discounts: the dear end of a real bill. One
 * table, with the page each number is from.
 */
export interface Prices {
  /** https://aws.amazon.com/kinesis/data-streams/pricing/ (on-demand standard) */
  readonly kinesisStreamHour: number;
  readonly kinesisInGb: number;
  readonly kinesisOutGb: number;
  /** Beyond the first 24 hours. */
  readonly kinesisRetentionGbMonth: number;
  /** The same page, provisioned. */
  readonly kinesisShardHour: number;
  /** Of 25 KB each. */
  readonly kinesisMillionPutUnits: number;
  /** Beyond the first 24 hours, up to seven days. */
  readonly kinesisRetentionShardHour: number;
  /** https://aws.amazon.com/lambda/pricing/ (arm64) */
  readonly lambdaGbSecond: number;
  readonly lambdaMillionRequests: number;
  /** https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  readonly dynamoMillionWriteUnits: number;
  readonly dynamoMillionReadUnits: number;
  /** https://aws.amazon.com/dynamodb/pricing/provisioned/ */
  readonly dynamoWriteUnitHour: number;
  readonly dynamoReadUnitHour: number;
  readonly dynamoGbMonth: number;
  readonly dynamoRecoveryGbMonth: number;
  /** https://aws.amazon.com/firehose/pricing/ (Direct PUT, first 500 TB) */
  readonly firehoseInGb: number;
  readonly firehoseConversionGb: number;
  /** https://aws.amazon.com/s3/pricing/ (standard) */
  readonly s3GbMonth: number;
  readonly s3ThousandPuts: number;
  /** https://aws.amazon.com/athena/pricing/ (SQL, by bytes scanned) */
  readonly athenaTb: number;
  /** https://aws.amazon.com/kms/pricing/ */
  readonly kmsKeyMonth: number;
  /** https://aws.amazon.com/secrets-manager/pricing/ */
  readonly secretMonth: number;
  /** https://aws.amazon.com/cloudwatch/pricing/ */
  readonly alarmMonth: number;
  readonly dashboardMonth: number;
  readonly metricMonth: number;
  readonly logsInGb: number;
}

const virginia: Prices = {
  kinesisStreamHour: 0.04,
  kinesisInGb: 0.08,
  kinesisOutGb: 0.04,
  kinesisRetentionGbMonth: 0.1,
  kinesisShardHour: 0.015,
  kinesisMillionPutUnits: 0.014,
  kinesisRetentionShardHour: 0.02,
  lambdaGbSecond: 0.0000133334,
  lambdaMillionRequests: 0.2,
  dynamoMillionWriteUnits: 0.625,
  dynamoMillionReadUnits: 0.125,
  dynamoWriteUnitHour: 0.00065,
  dynamoReadUnitHour: 0.00013,
  dynamoGbMonth: 0.25,
  dynamoRecoveryGbMonth: 0.2,
  firehoseInGb: 0.029,
  firehoseConversionGb: 0.018,
  s3GbMonth: 0.023,
  s3ThousandPuts: 0.005,
  athenaTb: 5,
  kmsKeyMonth: 1,
  secretMonth: 0.4,
  alarmMonth: 0.1,
  dashboardMonth: 3,
  metricMonth: 0.3,
  logsInGb: 0.5,
};

export interface RegionPrices {
  readonly asOf: string;
  /** What is known of the Region; the rest is taken from us-east-1. */
  readonly own: Partial<Prices>;
  /** What the figures are to be trusted for. */
  readonly note: string;
}

/** Where two thirds of the bill are the tables', only theirs are listed; look the others up before a decision. */
const TABLES_ONLY = "its own prices for DynamoDB alone, not checked since; all others are those of us-east-1";

export const regions: Readonly<Record<string, RegionPrices>> = {
  "us-east-1": { asOf: "2026-11", own: virginia, note: "complete" },
  "us-west-2": { asOf: "2026-11", own: {}, note: "not listed: all prices are those of us-east-1" },
  "eu-west-1": {
    asOf: "2024-11",
    own: {
      dynamoMillionWriteUnits: 0.705,
      dynamoMillionReadUnits: 0.141,
      dynamoWriteUnitHour: 0.000735,
      dynamoReadUnitHour: 0.000147,
      dynamoGbMonth: 0.283,
    },
    note: TABLES_ONLY,
  },
  "eu-central-1": {
    asOf: "2024-11",
    own: {
      dynamoMillionWriteUnits: 0.7625,
      dynamoMillionReadUnits: 0.1525,
      dynamoWriteUnitHour: 0.000793,
      dynamoReadUnitHour: 0.0001586,
      dynamoGbMonth: 0.306,
    },
    note: TABLES_ONLY,
  },
};

export const DEFAULT_REGION = "us-east-1";

/** Throws for a Region that is not listed. */
export function pricesOf(region: string): Prices {
  const listed = regions[region];
  if (listed === undefined) throw new RangeError(`no prices of ${region}`);
  return { ...virginia, ...listed.own };
}
