/** `spaces explain`: what becomes of a record and why, step by step; of standard input without any cloud, or of a stage's. */
import type { Command } from "commander";
import { newCore } from "../runtime/start-core.ts";
import { type CoreCommandOptions, coreOptions, withCoreOptions } from "./core-options.ts";
import { type Explain, explainer } from "./explain/explain.ts";
import type { Explanation } from "./explain/explanation.ts";
import { findRecords } from "./explain/find-records.ts";
import { memoryTables } from "./explain/memory-tables.ts";
import { showExplanation, showStanding } from "./explain/show.ts";
import { whatStands } from "./explain/what-stands.ts";
import { recordsFromStdin } from "./framing.ts";
import { parseMoment } from "./moment.ts";
import { print } from "./print.ts";
import { type FindStage, findStage, namesStage, type StageOptions, stageOptions } from "./stage/find-stage.ts";
import { notReached, notReachedSays } from "./stage/not-reached.ts";
import type { Stage } from "./stage/stage.ts";
import type { Span } from "./stage/transport.ts";
import { withStage } from "./stage/with-stage.ts";
import { UserError } from "./user-error.ts";

interface ExplainOptions extends CoreCommandOptions, StageOptions {
  readonly from?: string;
  readonly to?: string;
  readonly json?: true;
}

const HOUR_MS = 3_600_000;

const notes = `
Without a stage: a line of standard input is a record, or all of it is one with --framing whole; the tables are empty when
the first comes, and hold what the records before it left; pseudonyms are made with PRIVACY_KEY where it is set, else with a
key of this run. With a stage: its own configuration, privacy policy and key, over what stands in its tables; nothing is
written. An event whose record is gone from the transport is told from what stands: the lake's row with its payload and its
file (of --from to --to, by arrival), the history, the state now. What is printed is what the events say: personal, where they are real.

Examples:
  spaces explain --framing whole < event.json
  spaces simulate --events 3 | spaces explain
  spaces explain --framing base64-lines --json < records.b64
  spaces explain --stage prod < events.ndjson
  spaces explain event-1a2b3c4d --stage prod --from 2026-03-02T09:00Z --to 2026-03-02T09:10Z
  spaces explain dead-letters/…/7-9-….ndjson#0 --local`;

export function register(program: Command, find: FindStage = findStage): void {
  const command = program
    .command("explain")
    .description("tell what becomes of a record, step by step, and why")
    .argument(
      "[name]",
      "a recordUid, a position in the transport or a dead letter of a stage (default: standard input)",
    );
  stageOptions(withCoreOptions(command, "KEEP_ALIVE"))
    .option("--from <time>", "with a name: arrived since (default: an hour ago)")
    .option("--to <time>", "with a name: arrived before (default: now)")
    .option("--json", "one JSON object a record")
    .addHelpText("after", notes)
    .action((name: string | undefined, options: ExplainOptions) => {
      if (name === undefined && !namesStage(options)) return explainAlone(options);
      return withStage(find, options, async (stage, signal) => {
        const explain = await explainerOf(stage, options);
        if (name === undefined) await explainInput(explain, options);
        else await explainNamed(name, stage, explain, options, signal);
      });
    });
}

function explainAlone(options: ExplainOptions): Promise<void> {
  const { encoding } = options;
  return explainInput(explainer({ core: newCore(coreOptions(options)), encoding, tables: memoryTables() }), options);
}

/** As the stage's function would, with what stands in its tables below what is only thought of here. */
async function explainerOf({ tables, consumer }: Stage, { encoding }: ExplainOptions): Promise<Explain> {
  const { core, historyExcludedTypes } = await consumer();
  return explainer({ core, encoding, tables: memoryTables({ below: tables, historyExcludedTypes }) });
}

async function explainInput(explain: Explain, options: ExplainOptions): Promise<void> {
  let line = 0;
  for await (const payload of recordsFromStdin(options.framing))
    await show(await explain({ position: String(++line), payload, receivedAtMs: Date.now() }), options);
  if (line === 0) throw new UserError("Standard input holds no record; give one event per line, or name one.");
}

async function explainNamed(
  name: string,
  stage: Stage,
  explain: Explain,
  options: ExplainOptions,
  signal: AbortSignal,
): Promise<void> {
  const toMs = options.to === undefined ? Date.now() : parseMoment("--to", options.to, "UTC");
  const fromMs = options.from === undefined ? toMs - HOUR_MS : parseMoment("--from", options.from, "UTC");
  if (fromMs >= toMs) throw new UserError("--from is not before --to: the period has no time in it.");
  const span = { fromMs, toMs };
  const records = await findRecords(name, stage, span, signal);
  if (records.length === 0) return showWhatStands(name, stage, options, span, signal);
  for (const { record, found } of records) {
    const explanation = await explain(record);
    const named = explanation.events.filter(({ envelope }) => envelope?.recordUid === name);
    await show({ ...explanation, found, ...(named.length > 0 && { events: named }) }, options);
  }
}

async function showWhatStands(
  uid: string,
  stage: Stage,
  { json }: ExplainOptions,
  span: Span,
  signal: AbortSignal,
): Promise<void> {
  const standing = signal.aborted ? [] : await whatStands(uid, stage, span, signal);
  if (standing.length === 0 && !signal.aborted)
    throw new UserError(
      `Nothing of that name arrived from ${new Date(span.fromMs).toISOString()} to ${new Date(span.toMs).toISOString()}, by the transport, the dead letters and the lake: ${await whereElse(stage, span)}.`,
    );
  for (const event of standing) await print(json === true ? `${JSON.stringify(event)}\n` : showStanding(uid, event));
}

async function whereElse({ transports }: Stage, span: Pick<Span, "fromMs">): Promise<string> {
  const missed = await Promise.all(transports.map((transport) => notReached(transport, span)));
  const [first] = missed.filter((each) => each !== undefined);
  const widen = "widen --from and --to";
  return first === undefined ? widen : `${widen}, or it came before what is kept, as ${notReachedSays(first)}`;
}

function show(explanation: Explanation, { json }: ExplainOptions): Promise<void> | void {
  return print(json === true ? `${JSON.stringify(explanation)}\n` : showExplanation(explanation));
}
