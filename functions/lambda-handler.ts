/**
 * What every consumer's Lambda function has around parse → process → answer, as middleware: a warm-up that costs no
 * event, the batch's report as metrics and log, and a mistake in the configuration as one sentence.
 */
import middy, { type MiddlewareObj } from "@middy/core";
import type { Context } from "aws-lambda";
import { ConfigurationError, type Environment } from "../runtime/configuration.ts";
import { requestLog } from "../runtime/log.ts";
import { deadlineOf } from "../shared/batch/deadline.ts";
import { reportOf } from "../shared/batch/report.ts";
import type { Outcome } from "../shared/outcome.ts";
import type { Deadline } from "../shared/ports.ts";
import type { Consumer } from "./channel.ts";
import { dimensionsOf, emfLine } from "./metrics.ts";

/** Outcomes as the platform's answer. */
export interface Answered<Answer> {
  readonly answer: Answer;
  /** The outcomes the source will not deliver again. */
  readonly settled: readonly Outcome[];
  /** What an operator should know; counts only. */
  readonly warning?: string;
}

interface Processed<Answer> extends Answered<Answer> {
  readonly outcomes: readonly Outcome[];
}

/** The invocation's time, less so many milliseconds that are kept back for what comes after. */
type TimeLeft = (reserveMs: number) => Deadline;

/** What a consumer does with one event of its source. */
export type Process<Event, Answer> = (event: Event, timeLeft: TimeLeft) => Promise<Processed<Answer>>;

/** A consumer, its configuration read and its ports made. */
export interface Started<Event, Answer> {
  /** Resolved when the next batch waits for nothing; a failure is tried again by the next call. */
  ready(): Promise<unknown>;
  readonly process: Process<Event, Answer>;
}

/** `start` runs as the module loads; a ConfigurationError it throws ends the function's start. */
export function lambdaHandler<Event, Answer>(
  consumer: Consumer,
  start: (environment: Environment) => Started<Event, Answer>,
) {
  const { ready, process: processBatch } = atStart(consumer, start);
  return middy<Event, unknown>()
    .use(configurationErrors(consumer))
    .use(warmUp(ready))
    .use(reported(consumer))
    .handler((event: Event, context: Context) =>
      processBatch(event, (reserveMs) => deadlineOf(() => context.getRemainingTimeInMillis(), reserveMs)),
    );
}

function atStart<T>(consumer: Consumer, start: (environment: Environment) => T): T {
  try {
    return start(process.env);
  } catch (error) {
    sayMistake(consumer, "start", error);
    throw error;
  }
}

/** A configuration that is only found wrong with the first batch: the key in the secret store. */
function configurationErrors(consumer: Consumer): MiddlewareObj<unknown, unknown> {
  return { onError: ({ error, context }) => sayMistake(consumer, context.awsRequestId, error) };
}

/** One line that says it; the stack trace of a user's mistake says nothing more. */
function sayMistake(consumer: Consumer, requestId: string, error: unknown): void {
  if (!(error instanceof ConfigurationError)) return;
  requestLog(consumer, requestId).error(error.message, {});
  error.stack = `${error.name}: ${error.message}`;
}

/** `{"warmUp": true}` starts the core and answers null: for whoever wants the function ready before the first batch. */
function warmUp(ready: () => Promise<unknown>): MiddlewareObj<unknown, unknown> {
  return {
    async before({ event }) {
      if (typeof event !== "object" || event === null || !("warmUp" in event)) return undefined;
      await ready();
      return null;
    },
  };
}

/** What became of the batch, for whoever watches; the source gets the answer alone. */
function reported(consumer: Consumer): MiddlewareObj<unknown, unknown> {
  const dimensions = dimensionsOf(consumer, process.env);
  return {
    after(request) {
      const { answer, outcomes, settled, warning } = request.response as Processed<unknown>;
      const nowMs = Date.now();
      const report = reportOf(outcomes, settled, nowMs);
      const log = requestLog(consumer, request.context.awsRequestId);
      process.stdout.write(`${emfLine(dimensions, report, nowMs)}\n`);
      if (report.retryFrom !== undefined) log.warn("records are not done, from one on", report.retryFrom);
      if (report.rejected > 0) log.warn("events were rejected", { rejections: report.rejections });
      if (warning !== undefined) log.warn(warning, {});
      request.response = answer;
    },
  };
}
