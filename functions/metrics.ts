/**
 * The functions' metrics, as CloudWatch EMF: how many events met which fate, and how old they were. No dimension but
 * the channel: tenants are as many as there are customers, and every dimension value is billed.
 */
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { countOutcomes, type Outcome, type Status } from "../shared/outcome.ts";

export const METRICS_NAMESPACE = "SpacesPushReceiver";
/** Name of the dimension Powertools gives the service name; ours is the channel. */
export const CHANNEL_DIMENSION = "service";
export type Channel = "kinesis" | "firehose";

/** `received` counts a delivery, so an event that is delivered again counts again; the fates but `retry` count once. */
export const metricNames = [
  "received",
  "stored",
  "duplicate",
  "ignored",
  "rejected",
  "retry",
  "event_age",
  "event_age_max",
] as const;

export function channelMetrics(channel: Channel): Metrics {
  return new Metrics({ namespace: METRICS_NAMESPACE, serviceName: channel });
}

/** `acknowledged` are the outcomes the source will not deliver again; the events of the others are `retry`. */
export function addBatch(metrics: Metrics, outcomes: readonly Outcome[], acknowledged: readonly Outcome[]): void {
  const received = outcomes.reduce((sum, { parts }) => sum + parts.length, 0);
  const counts = countOutcomes(acknowledged);
  const settled = counts.stored + counts.duplicate + counts.ignored + counts.rejected;
  metrics.addMetric("received", MetricUnit.Count, received);
  for (const status of ["stored", "duplicate", "ignored", "rejected"] satisfies Status[]) {
    metrics.addMetric(status, MetricUnit.Count, counts[status]);
  }
  metrics.addMetric("retry", MetricUnit.Count, received - settled);
  addAges(metrics, acknowledged);
}

/** Age: from when an event happened to when the transport had it and the function is done with it. */
function addAges(metrics: Metrics, outcomes: readonly Outcome[]): void {
  const now = Date.now();
  const ages = outcomes.flatMap(({ parts }) =>
    parts.flatMap(({ row }) => (row === undefined ? [] : [Math.max(0, now - row.occurred_at)])),
  );
  if (ages.length === 0) return;
  ages.sort((a, b) => a - b);
  metrics.addMetric("event_age", MetricUnit.Milliseconds, ages[ages.length >> 1] ?? 0);
  metrics.addMetric("event_age_max", MetricUnit.Milliseconds, ages.at(-1) ?? 0);
}

/** How many events were rejected with which code, for one log line per batch. */
export function rejectionsByCode(outcomes: readonly Outcome[]): Readonly<Record<string, number>> {
  const byCode: Record<string, number> = {};
  for (const { fate } of outcomes.flatMap(({ parts }) => parts)) {
    if (fate.status === "rejected") byCode[fate.rejection.code] = (byCode[fate.rejection.code] ?? 0) + 1;
  }
  return byCode;
}
