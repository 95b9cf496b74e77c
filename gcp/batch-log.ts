/**
 * One JSON line per fact, as Cloud Logging reads it from standard output: `severity` and `message` are its own fields, the
 * rest is `jsonPayload`. Codes, counts and positions only: never a value of an event.
 * https://cloud.google.com/run/docs/logging#using-json
 */
import { BATCH_MESSAGE, type BatchReport, figuresOf } from "../shared/batch/report.ts";

type Facts = Readonly<Record<string, unknown>>;

export interface BatchLog {
  /** What became of a batch: `BATCH_MESSAGE` and the figures by the names they have in every cloud. */
  report(report: BatchReport, facts?: Facts): void;
  warn(message: string, facts?: Facts): void;
  error(message: string, facts?: Facts): void;
}

export function batchLog(
  service: string,
  stage: string | undefined,
  write: (line: string) => void = (line) => process.stdout.write(line),
): BatchLog {
  const common = { service, ...(stage !== undefined && { stage }) };
  const line = (severity: string, message: string, facts: Facts = {}) =>
    write(`${JSON.stringify({ severity, message, ...common, ...facts })}\n`);
  return {
    report: (report, facts) => line("INFO", BATCH_MESSAGE, { ...figuresOf(report), ...facts }),
    warn: (message, facts) => line("WARNING", message, facts),
    error: (message, facts) => line("ERROR", message, facts),
  };
}
