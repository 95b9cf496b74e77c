/** The metrics alarms and dashboard stand on, by the names of what they measure. */
import { Duration } from "aws-cdk-lib";
import { MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { Consumer } from "../../functions/channel.ts";
import { CONSUMER_DIMENSION, METRICS_NAMESPACE, type metricNames, STAGE_DIMENSION } from "../../functions/metrics.ts";
import { KEY_AGE_METRIC, USER_DIMENSION } from "../key-age/metric.ts";
import { SILENT_TENANTS_METRIC } from "../tenant-silence/metric.ts";

type Statistic = "Sum" | "Average" | "Maximum" | "Minimum" | "p99";

/** `metric("AWS/Lambda", "Errors", { FunctionName }, "Sum", 5)`; the last is the period in minutes. */
function metric(
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string>,
  statistic: Statistic,
  periodMinutes: number,
  label?: string,
): Metric {
  const period = Duration.minutes(periodMinutes);
  return new Metric({ namespace, metricName, dimensionsMap, statistic, period, ...(label !== undefined && { label }) });
}

export function functionMetric(FunctionName: string, name: string, statistic: Statistic, periodMinutes = 5): Metric {
  return metric("AWS/Lambda", name, { FunctionName }, statistic, periodMinutes);
}

export function streamMetric(StreamName: string, name: string, statistic: Statistic, periodMinutes = 5): Metric {
  return metric("AWS/Kinesis", name, { StreamName }, statistic, periodMinutes);
}

export function deliveryMetric(
  DeliveryStreamName: string,
  name: string,
  statistic: Statistic,
  periodMinutes = 5,
): Metric {
  return metric("AWS/Firehose", name, { DeliveryStreamName }, statistic, periodMinutes);
}

export function tableMetric(TableName: string, name: string, statistic: Statistic, periodMinutes = 5): Metric {
  return metric("AWS/DynamoDB", name, { TableName }, statistic, periodMinutes);
}

/** Throttling of an index is counted under both names, and under the table's alone it is not. */
export function indexMetric(TableName: string, GlobalSecondaryIndexName: string, name: string): Metric {
  return metric("AWS/DynamoDB", name, { TableName, GlobalSecondaryIndexName }, "Sum", 5);
}

/**
 * Zero where DynamoDB counts nothing. An alarm on a metric of DynamoDB's ignores missing data whatever it is told, and
 * throttling is counted only while it lasts: the alarm would never be over, nor ring a second time.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (TreatMissingData)
 */
export function orZero(counted: Metric): MathExpression {
  return new MathExpression({
    expression: "FILL(counted, 0)",
    usingMetrics: { counted },
    period: counted.period,
    label: counted.metricName,
  });
}

export function ruleMetric(RuleName: string, name: string): Metric {
  return metric("AWS/Events", name, { RuleName }, "Sum", 5);
}

export function executionMetric(
  StateMachineArn: string,
  name: string,
  periodMinutes: number,
  statistic: Statistic = "Sum",
): Metric {
  return metric("AWS/States", name, { StateMachineArn }, statistic, periodMinutes);
}

/** Runs that did not come to their end, whichever way. */
export function failedExecutions(stateMachineArn: string, periodMinutes: number): MathExpression {
  const ofKind = (name: string) => executionMetric(stateMachineArn, name, periodMinutes);
  return new MathExpression({
    expression: "FILL(failed, 0) + FILL(late, 0) + FILL(aborted, 0)",
    usingMetrics: {
      failed: ofKind("ExecutionsFailed"),
      late: ofKind("ExecutionsTimedOut"),
      aborted: ofKind("ExecutionsAborted"),
    },
    period: Duration.minutes(periodMinutes),
    label: "runs that failed",
  });
}

/** Records a second. */
export function perSecond(incoming: Metric): MathExpression {
  return new MathExpression({
    expression: "incoming / PERIOD(incoming)",
    usingMetrics: { incoming },
    period: incoming.period,
    label: "records a second",
  });
}

/**
 * 1 where records arrived and the function was not invoked with one, else 0. A mapping that invokes nothing has no value
 * at all, which FILL makes a zero; so it does with the newest period, whose value may be late, and one period alone is no alarm.
 */
export function arrivesUnused(incoming: Metric, invoked: Metric): MathExpression {
  return new MathExpression({
    expression: "IF(incoming > 0 AND FILL(invoked, 0) == 0, 1, 0)",
    usingMetrics: { incoming, invoked },
    period: incoming.period,
    label: "records arrive, nothing is invoked",
  });
}

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html#event-source-mapping-metrics */
export function mappingMetric(
  EventSourceMappingUUID: string,
  name: string,
  statistic: Statistic,
  periodMinutes = 5,
): Metric {
  return metric("AWS/Lambda", name, { EventSourceMappingUUID }, statistic, periodMinutes);
}

/** What the functions count themselves. */
export function consumerMetric(
  stage: string,
  consumer: Consumer,
  name: (typeof metricNames)[number],
  statistic: Statistic,
  periodMinutes = 5,
  label?: string,
): Metric {
  return metric(
    METRICS_NAMESPACE,
    name,
    { [CONSUMER_DIMENSION]: consumer, [STAGE_DIMENSION]: stage },
    statistic,
    periodMinutes,
    label,
  );
}

const DAY_MINUTES = 1_440;

export function keyAge(user: string): Metric {
  return metric(METRICS_NAMESPACE, KEY_AGE_METRIC, { [USER_DIMENSION]: user }, "Maximum", DAY_MINUTES, user);
}

export function silentTenants(stage: string, periodMinutes: number): Metric {
  return metric(METRICS_NAMESPACE, SILENT_TENANTS_METRIC, { [STAGE_DIMENSION]: stage }, "Maximum", periodMinutes);
}
