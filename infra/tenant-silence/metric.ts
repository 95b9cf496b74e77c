/** How many tenants are silent, as a log line in CloudWatch's embedded metric format. Which they are is in no log. */
import { METRICS_NAMESPACE, STAGE_DIMENSION } from "../../functions/metrics.ts";

export const SILENT_TENANTS_METRIC = "silent_tenants";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
export function silentTenantsMetric(stage: string, tenants: number, nowMs: number) {
  return {
    _aws: {
      Timestamp: nowMs,
      CloudWatchMetrics: [
        {
          Namespace: METRICS_NAMESPACE,
          Dimensions: [[STAGE_DIMENSION]],
          Metrics: [{ Name: SILENT_TENANTS_METRIC, Unit: "Count" }],
        },
      ],
    },
    [STAGE_DIMENSION]: stage,
    [SILENT_TENANTS_METRIC]: tenants,
  };
}
