/**
 * A batch's report as CloudWatch EMF: one line of JSON, of which CloudWatch makes metrics. By hand: the library that does
 * it is two fifths of a cold start, and a report is one flat object.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * No dimension but the channel and the stage: tenants are as many as there are customers, and every dimension value is
 * billed.
 */
import { type Environment, optionalText } from "../runtime/configuration.ts";
import { ageNames, type BatchReport, countNames, figuresOf } from "../shared/batch/report.ts";
import type { Channel } from "./channel.ts";

export const METRICS_NAMESPACE = "SpacesPushReceiver";
/** Its value is the channel. */
export const CHANNEL_DIMENSION = "service";
/** So that a sandbox rings no alarm of production in the same account and Region. */
export const STAGE_DIMENSION = "stage";

export const metricNames = [...countNames, ...ageNames] as const;

/** What the metrics are told apart by; without a stage (a run by hand) by the channel alone. */
export function dimensionsOf(channel: Channel, environment: Environment): Readonly<Record<string, string>> {
  const stage = optionalText(environment, "STAGE");
  return { [CHANNEL_DIMENSION]: channel, ...(stage !== undefined && { [STAGE_DIMENSION]: stage }) };
}

/** Without the newline that ends it. */
export function emfLine(dimensions: Readonly<Record<string, string>>, report: BatchReport, nowMs: number): string {
  const metrics = [
    ...countNames.map((Name) => ({ Name, Unit: "Count" })),
    ...(report.ageMs === undefined ? [] : ageNames.map((Name) => ({ Name, Unit: "Milliseconds" }))),
  ];
  return JSON.stringify({
    _aws: {
      Timestamp: nowMs,
      CloudWatchMetrics: [{ Namespace: METRICS_NAMESPACE, Dimensions: [Object.keys(dimensions)], Metrics: metrics }],
    },
    ...dimensions,
    ...figuresOf(report),
  });
}
