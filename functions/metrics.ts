/**
 * A batch's report as CloudWatch EMF: one line of JSON, of which CloudWatch makes metrics. By hand: the library that does
 * it is two fifths of a cold start, and a report is one flat object.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * No dimension but the channel: tenants are as many as there are customers, and every dimension value is billed.
 */
import type { BatchReport } from "../shared/batch/report.ts";
import type { Channel } from "./channel.ts";

export const METRICS_NAMESPACE = "SpacesPushReceiver";
/** Its value is the channel. */
export const CHANNEL_DIMENSION = "service";

const counts = ["received", "stored", "duplicate", "ignored", "rejected", "retry"] as const;
const ages = ["event_age", "event_age_max"] as const;

export const metricNames = [...counts, ...ages] as const;

/** Without the newline that ends it. */
export function emfLine(channel: Channel, report: BatchReport, nowMs: number): string {
  const { ageMs } = report;
  const metrics = [
    ...counts.map((Name) => ({ Name, Unit: "Count" })),
    ...(ageMs === undefined ? [] : ages.map((Name) => ({ Name, Unit: "Milliseconds" }))),
  ];
  return JSON.stringify({
    _aws: {
      Timestamp: nowMs,
      CloudWatchMetrics: [{ Namespace: METRICS_NAMESPACE, Dimensions: [[CHANNEL_DIMENSION]], Metrics: metrics }],
    },
    [CHANNEL_DIMENSION]: channel,
    ...Object.fromEntries(counts.map((name) => [name, report[name]])),
    ...(ageMs !== undefined && { event_age: ageMs.median, event_age_max: ageMs.max }),
  });
}
