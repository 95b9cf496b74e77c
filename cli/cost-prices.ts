/**
 * What AWS asks, US dollars, us-east-1, list prices without free tiers and volume discounts: the dear end of a real bill.
 * One table, with the page each number is from; other Regions differ by up to a fifth.
 */
export const PRICES_AS_OF = "2026-11";

export const prices = {
  /** https://aws.amazon.com/kinesis/data-streams/pricing/ (on-demand standard) */
  kinesisStreamHour: 0.04,
  kinesisInGb: 0.08,
  kinesisOutGb: 0.04,
  /** Beyond the first 24 hours. */
  kinesisRetentionGbMonth: 0.1,
  /** https://aws.amazon.com/lambda/pricing/ (arm64) */
  lambdaGbSecond: 0.0000133334,
  lambdaMillionRequests: 0.2,
  /** https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  dynamoMillionWriteUnits: 0.625,
  dynamoMillionReadUnits: 0.125,
  dynamoGbMonth: 0.25,
  dynamoRecoveryGbMonth: 0.2,
  /** https://aws.amazon.com/firehose/pricing/ (Direct PUT, first 500 TB) */
  firehoseInGb: 0.029,
  firehoseConversionGb: 0.018,
  /** https://aws.amazon.com/s3/pricing/ (standard) */
  s3GbMonth: 0.023,
  s3ThousandPuts: 0.005,
  /** https://aws.amazon.com/kms/pricing/ */
  kmsKeyMonth: 1,
  /** https://aws.amazon.com/secrets-manager/pricing/ */
  secretMonth: 0.4,
  /** https://aws.amazon.com/cloudwatch/pricing/ */
  alarmMonth: 0.1,
  dashboardMonth: 3,
  metricMonth: 0.3,
  logsInGb: 0.5,
} as const;
