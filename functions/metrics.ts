/**
 * A batch's report as CloudWatch EMF. No dimension but the channel and the stage: tenants are as many as there are
 * customers, and every dimension value is billed.
 */
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { type Environment, optionalText } from "../runtime/configuration.ts";
import type { BatchReport } from "../shared/batch/report.ts";

export const METRICS_NAMESPACE = "SpacesPushReceiver";
/** Name of the dimension Powertools gives the service name; ours is the channel. */
export const CHANNEL_DIMENSION = "service";
/** So that a sandbox rings no alarm of production in the same account and Region. */
export const STAGE_DIMENSION = "stage";
export type Channel = "kinesis" | "firehose";

const counts = ["received", "stored", "duplicate", "ignored", "rejected", "retry"] as const;

export const metricNames = [...counts, "event_age", "event_age_max"] as const;

export function channelMetrics(channel: Channel, environment: Environment = process.env): Metrics {
  const stage = optionalText(environment, "STAGE");
  const defaultDimensions = stage === undefined ? {} : { [STAGE_DIMENSION]: stage };
  return new Metrics({ namespace: METRICS_NAMESPACE, serviceName: channel, defaultDimensions });
}

export function addReport(metrics: Metrics, report: BatchReport): void {
  for (const name of counts) metrics.addMetric(name, MetricUnit.Count, report[name]);
  if (report.ageMs === undefined) return;
  metrics.addMetric("event_age", MetricUnit.Milliseconds, report.ageMs.median);
  metrics.addMetric("event_age_max", MetricUnit.Milliseconds, report.ageMs.max);
}
