/**
 * One JSON line per fact, through the invocation's context: what it logs is in Application Insights with the function's
 * name and the invocation's id. Codes, counts and positions only: never a value of an event.
 * https://learn.microsoft.com/azure/azure-functions/functions-reference-node#logging
 */
import type { InvocationContext } from "@azure/functions";
import { BATCH_MESSAGE, type BatchReport, figuresOf } from "../shared/batch/report.ts";

type Facts = Readonly<Record<string, unknown>>;

export interface InvocationLog {
  /** What became of a batch: `BATCH_MESSAGE` and the figures by the names they have in every cloud. */
  report(report: BatchReport): void;
  info(message: string, facts?: Facts): void;
  warn(message: string, facts?: Facts): void;
  error(message: string, facts?: Facts): void;
}

export function invocationLog(service: string, stage: string | undefined, context: InvocationContext): InvocationLog {
  const common = { service, ...(stage !== undefined && { stage }) };
  const line = (level: string, message: string, facts: Facts = {}) =>
    JSON.stringify({ level, ...common, message, ...facts });
  return {
    report: (report) => context.info(line("INFO", BATCH_MESSAGE, figuresOf(report))),
    info: (message, facts) => context.info(line("INFO", message, facts)),
    warn: (message, facts) => context.warn(line("WARN", message, facts)),
    error: (message, facts) => context.error(line("ERROR", message, facts)),
  };
}
