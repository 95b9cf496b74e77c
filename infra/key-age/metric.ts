/** The age as a log line in CloudWatch's embedded metric format: one line, and no call to CloudWatch. */
import { METRICS_NAMESPACE } from "../../functions/metrics.ts";

export const KEY_AGE_METRIC = "push_key_age_days";
export const USER_DIMENSION = "user";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
export function keyAgeMetric(user: string, days: number, nowMs: number) {
  return {
    _aws: {
      Timestamp: nowMs,
      CloudWatchMetrics: [
        { Namespace: METRICS_NAMESPACE, Dimensions: [[USER_DIMENSION]], Metrics: [{ Name: KEY_AGE_METRIC }] },
      ],
    },
    [USER_DIMENSION]: user,
    [KEY_AGE_METRIC]: days,
  };
}
