/** One run, from the first stand-in to the last answer. */
import { once } from "node:events";
import { styleText } from "node:util";
import { formatResult } from "../cli/format-result.ts";
import { UserError } from "../cli/user-error.ts";
import type { Answer } from "./answers/answer.ts";
import { answers } from "./answers/answers.ts";
import { lakeAnswers } from "./answers/lake-answers.ts";
import { connect } from "./aws/connect.ts";
import { keepInstructions } from "./aws/keep.ts";
import { BUCKET, TABLES } from "./aws/names.ts";
import { pushAll } from "./aws/push-all.ts";
import { type Stack, startStack } from "./aws/stack.ts";
import { startLiveView } from "./console.ts";
import { count, duration } from "./format.ts";
import { newLedger } from "./ledger.ts";
import type { LocalOptions } from "./options.ts";
import { type RunResult, runResult, shortfall } from "./result.ts";
import { openSource } from "./source.ts";

/** Returns early on abort. What goes wrong for the user is a UserError. */
export async function run(options: LocalOptions, signal: AbortSignal): Promise<void> {
  const source = await openSource(options);
  const stack = await startStack(options);
  const ledger = newLedger();
  const poller = connect(stack, ledger, (line) => {
    if (options.verbose) process.stderr.write(`${line}\n`);
  });
  try {
    const view = options.json
      ? undefined
      : startLiveView({ stream: process.stdout, snapshot: ledger.snapshot, expectedEvents: source.events });
    const pushing = pushAll({ stack, source, rate: options.rate, ledger, signal });
    const elapsedMs = await Promise.race([pushing, failureOf(poller.done)]).finally(() => view?.end());
    if (signal.aborted) return;
    const tables = { client: stack.dynamoDb.client, endpoint: stack.dynamoDb.endpoint, ...TABLES };
    const result = await runResult(ledger, elapsedMs, tables, stack.lake);
    const bucket = { client: stack.s3.client, endpoint: stack.s3.endpoint, name: BUCKET };
    const wanted = !options.json || options.keep;
    const given = wanted
      ? [...(await answers(tables, bucket)), ...(await lakeAnswers(stack.lake.directory, result.lake.rows))]
      : [];
    if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    else printReport(result, elapsedMs, given);
    const missing = shortfall(ledger.snapshot());
    if (options.keep) await stayUp(stack, given, options, signal);
    if (missing !== undefined) throw new UserError(missing);
  } finally {
    // At once: an invocation under way would otherwise hold up a Ctrl-C for as long as it takes.
    await Promise.allSettled([poller.stop(), stack.close()]);
  }
}

/** Never resolves: the poller ends by itself only by failing. */
function failureOf(done: Promise<void>): Promise<never> {
  return new Promise((_, reject) => done.catch(reject));
}

function printReport(result: RunResult, elapsedMs: number, given: readonly Answer[]): void {
  const { received, eventsPerSecond, tables, firehose, lake } = result;
  const title = (text: string) => styleText("bold", text, { stream: process.stdout });
  const lines = [
    "",
    `${count(received)} events in ${duration(elapsedMs)}, ${count(eventsPerSecond)} a second: ` +
      `${count(tables.events)} items of history, ${count(tables.state)} items of state.`,
    `The same through Data Firehose: ${count(firehose.received)} records, ${count(firehose.dropped)} dropped as configured, ` +
      `${count(firehose.failed)} failed. Both channels: ${count(lake.rows)} rows in ${count(lake.files)} Parquet files.`,
    ...given.flatMap(({ question, result: table }) => ["", title(question), formatResult(table, "table")]),
    "",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

async function stayUp(stack: Stack, given: readonly Answer[], options: LocalOptions, signal: AbortSignal) {
  const out = options.json ? process.stderr : process.stdout;
  out.write(`${keepInstructions(stack, given)}\nStaying up; Ctrl-C ends it.\n`);
  if (!signal.aborted) await once(signal, "abort");
}
