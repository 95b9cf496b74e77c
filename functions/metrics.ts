/**
 * A batch's report as CloudWatch EMF. No dimension but the channel: tenants are as many as there are
 * customers, and every dimension value is billed.
 */
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { BatchReport } from "../shared/batch/report.ts";
import type { Channel } from "./channel.ts";

export const METRICS_NAMESPACE = "SpacesPushReceiver";
/** Name of the dimension Powertools gives the service name; ours is the channel. */
export const CHANNEL_DIMENSION = "service";

const counts = ["received", "stored", "duplicate", "ignored", "rejected", "retry"] as const;

export const metricNames = [...counts, "event_age", "event_age_max"] as const;

export function channelMetrics(channel: Channel): Metrics {
  return new Metrics({ namespace: METRICS_NAMESPACE, serviceName: channel });
}

export function addReport(metrics: Metrics, report: BatchReport): void {
  for (const name of counts) metrics.addMetric(name, MetricUnit.Count, report[name]);
  if (report.ageMs === undefined) return;
  metrics.addMetric("event_age", MetricUnit.Milliseconds, report.ageMs.median);
  metrics.addMetric("event_age_max", MetricUnit.Milliseconds, report.ageMs.max);
}
