/**
 * One JSON line per fact, through the invocation's context. The host exports it by OpenTelemetry (`telemetryMode` of
 * host.json) to Application Insights, table AppTraces, as the column Message; unless the worker declares the capability
 * `WorkerOpenTelemetryEnabled`, which leaves all exporting to the app. Codes, counts and positions only: never a value of
 * an event. https://learn.microsoft.com/azure/azure-functions/opentelemetry-howto
 * (`OpenTelemetryConfigurationExtensions.cs` in Azure/azure-functions-host)
 */
import type { InvocationContext } from "@azure/functions";
import { ConfigurationError } from "../runtime/configuration.ts";
import { BATCH_MESSAGE, type BatchReport, figuresOf } from "../shared/batch/report.ts";

type Facts = Readonly<Record<string, unknown>>;

export interface InvocationLog {
  /** What became of a batch: `BATCH_MESSAGE` and the figures by the names they have in every cloud. */
  report(report: BatchReport, figures: HubFigures): void;
  info(message: string, facts?: Facts): void;
  warn(message: string, facts?: Facts): void;
  /** The error's class and no message: an SDK's may quote what it was sent. A mistake in the configuration is its sentence. */
  failure(error: unknown): void;
}

/** Milliseconds. What Lambda tells of a stream by itself, and the Functions host of a hub does not. */
export interface HubFigures {
  /** From when the hub took the oldest record of the batch to when the batch was answered, whatever became of it. */
  readonly record_age_max?: number;
  readonly duration: number;
}
export const hubFigureNames = ["record_age_max", "duration"] as const satisfies readonly (keyof HubFigures)[];

/** Of a timer's run that was done. */
export const DONE_MESSAGE = "done";
const FAILURE_MESSAGE = "failed";

export function invocationLog(service: string, stage: string | undefined, context: InvocationContext): InvocationLog {
  const common = { service, ...(stage !== undefined && { stage }) };
  const line = (level: string, message: string, facts: Facts = {}) =>
    JSON.stringify({ level, ...common, message, ...facts });
  return {
    report: (report, figures) => context.info(line("INFO", BATCH_MESSAGE, { ...figuresOf(report), ...figures })),
    info: (message, facts) => context.info(line("INFO", message, facts)),
    warn: (message, facts) => context.warn(line("WARN", message, facts)),
    failure: (error) =>
      context.error(
        error instanceof ConfigurationError
          ? line("ERROR", error.message)
          : line("ERROR", FAILURE_MESSAGE, { error: error instanceof Error ? error.name : typeof error }),
      ),
  };
}
