/** `spaces replay`: what arrived in a span of time, through the stage's core into its tables again. */

import type { Command } from "commander";
import { backOff } from "../runtime/back-off.ts";
import { capitalised } from "./capitalised.ts";
import { confirmed } from "./confirmed.ts";
import { isoTime } from "./iso-time.ts";
import { listed } from "./listed.ts";
import { parseMoment } from "./moment.ts";
import { newProgress } from "./progress.ts";
import { newReplay, noCounts, type ReplayCounts } from "./replay/replay.ts";
import { newRestore } from "./replay/restore.ts";
import { newResume } from "./replay/resume.ts";
import { type FindStage, findStage, type StageOptions, stageOptions } from "./stage/find-stage.ts";
import type { LakePage, StageLake } from "./stage/lake.ts";
import { type NotReached, notReached, notReachedFacts, notReachedSays } from "./stage/not-reached.ts";
import type { Stage, TablesConsumer } from "./stage/stage.ts";
import type { ReadBatch, Span, Transport } from "./stage/transport.ts";
import { withStage } from "./stage/with-stage.ts";
import { UserError } from "./user-error.ts";

interface ReplayOptions extends StageOptions {
  readonly from: string;
  readonly to?: string;
  readonly types?: readonly string[];
  readonly tenants?: readonly string[];
  readonly fromLake?: true;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

const notes = `
The core is this version's, set as the stage's function is; the key is read from the stage's secret store. What the tables
have already stays as it is, but for what this version maps more of; a newer state stays. The times are those of arrival.
From the lake come its own rows, as they were mapped then and after the privacy policy of then: a version that maps more, or a
policy that keeps less, is not applied to them, and what was ignored or rejected then is not there. Nobody who was forgotten
comes back, but of a lake on AWS that is not compacted.

Examples:
  $ spaces replay --from 2026-03-02T09:00Z --to 2026-03-02T12:00Z --stage prod --dry-run
  $ spaces replay --from 2026-03-02T09:00Z --types DEVICE_COUNT --stage prod --yes
  $ spaces replay --from 2026-01-01 --to 2026-02-01 --from-lake --stage prod --dry-run`;

/** `find` is replaced in tests. */
export function register(program: Command, find: FindStage = findStage): void {
  stageOptions(
    program
      .command("replay")
      .description(
        "store again what arrived in a span of time, from the stream, and what that keeps no more from the lake",
      ),
  )
    .requiredOption("--from <time>", "arrived since: yyyy-MM-dd or yyyy-MM-ddThh:mm, in UTC or with an offset")
    .option("--to <time>", "arrived before (default: now)")
    .option("--types <types>", "only these event types, comma-separated", listed)
    .option("--tenants <ids>", "only of these tenants, comma-separated", listed)
    .option("--from-lake", "all of it from the lake, what the stream still keeps, too")
    .option("--dry-run", "read and count, write nothing")
    .option("--yes", "do it, without asking")
    .option("--json", "the counts as JSON")
    .addHelpText("after", notes)
    .action((options: ReplayOptions) =>
      withStage(find, options, (stage, signal) => replayStage(stage, options, signal)),
    );
}

/** What is stored again, and from where. */
interface Sources {
  /** What the stream keeps no more of the span, of the lake … */
  readonly lake: { readonly from: StageLake; readonly span: Span } | undefined;
  /** … and the rest. */
  readonly stream: { readonly from: Transport; readonly span: Span } | undefined;
  /** Of the span, in neither. */
  readonly notReached: NotReached | undefined;
}

async function replayStage(stage: Stage, options: ReplayOptions, signal: AbortSignal): Promise<void> {
  const sources = await sourcesOf(stage, options, spanOf(options));
  const consumer = await stage.consumer();
  if (options.yes !== true) {
    const counts = await replayAll(sources, consumer, options, true, signal);
    say(counts, "Would store", options, sources.notReached);
    if (options.dryRun || signal.aborted || counts.stored + counts.duplicate === 0) return;
    if (!(await confirmed(`Store them in the tables of ${stage.name}?`))) {
      console.error("Nothing was stored; --yes does it.");
      return;
    }
  }
  const dryRun = options.dryRun === true;
  const counts = await replayAll(sources, consumer, options, dryRun, signal);
  say(counts, dryRun ? "Would store" : "Stored", options, sources.notReached);
}

async function sourcesOf({ name, transports, lake }: Stage, { fromLake }: ReplayOptions, span: Span): Promise<Sources> {
  if (fromLake && lake === undefined) throw new UserError(`${capitalised(name)} has no lake to read from.`);
  const transport = fromLake ? undefined : transports.find(({ read }) => read !== undefined);
  if (transport === undefined && lake === undefined)
    throw new UserError(`Nothing of ${name} can be read again: its transport keeps nothing, and it has no lake.`);
  const missed = transport && (await notReached(transport, span));
  const keptSinceMs = missed === undefined ? span.fromMs : missed.beforeMs;
  const cutMs = transport === undefined ? span.toMs : Math.min(span.toMs, keptSinceMs);
  if (missed !== undefined && lake === undefined)
    console.error(`Not all of the span is read: ${notReachedSays(missed)}.`);
  else if (cutMs > span.fromMs)
    console.error(`What arrived before ${isoTime(cutMs)} is read from the lake: its rows as they were mapped then.`);
  return {
    lake: lake && cutMs > span.fromMs ? { from: lake, span: { fromMs: span.fromMs, toMs: cutMs } } : undefined,
    stream: transport && cutMs < span.toMs ? { from: transport, span: { fromMs: cutMs, toMs: span.toMs } } : undefined,
    notReached: lake === undefined ? missed : undefined,
  };
}

async function replayAll(
  { lake, stream }: Sources,
  consumer: TablesConsumer,
  { types, tenants }: ReplayOptions,
  dryRun: boolean,
  signal: AbortSignal,
): Promise<ReplayCounts> {
  const progress = newProgress();
  const wanted = { types: types && new Set(types), tenants: tenants && new Set(tenants) };
  const counts = noCounts();
  let reachedMs = lake?.span.fromMs ?? stream?.span.fromMs ?? 0;
  const reached = (ms: number) => {
    reachedMs = ms;
    progress.tell(() => `${counts.stored} events ${dryRun ? "read" : "stored"}, up to ${isoTime(reachedMs)}`);
  };
  try {
    if (lake !== undefined) {
      const restore = newRestore(consumer, wanted, counts, { dryRun, backOff });
      const take = async (page: LakePage) => {
        await restore(page.rows);
        reached(page.reachedMs);
      };
      await lake.from.read(lake.span, take, signal);
    }
    if (stream !== undefined && !signal.aborted) {
      const replay = newReplay(consumer, wanted, { dryRun, backOff }, counts);
      const resume = newResume(stream.span.fromMs);
      const take = async (batch: ReadBatch) => {
        await replay.take(batch);
        resume.done(batch);
        reached(resume.fromMs());
      };
      await stream.from.read?.(stream.span, take, signal);
    }
  } catch (error) {
    if (!dryRun) console.error(`It got as far as --from ${isoTime(reachedMs)}.`);
    throw error;
  } finally {
    progress.end();
  }
  if (signal.aborted) console.error(`Stopped; --from ${isoTime(reachedMs)} goes on from there.`);
  return counts;
}

/** What has not arrived yet is the function's alone. */
function spanOf({ from, to }: ReplayOptions): Span {
  const fromMs = parseMoment("--from", from, "UTC");
  const toMs = Math.min(to === undefined ? Number.POSITIVE_INFINITY : parseMoment("--to", to, "UTC"), Date.now());
  if (fromMs >= toMs) throw new UserError("--from is not before --to and before now: the period has no time in it.");
  return { fromMs, toMs };
}

function say(counts: ReplayCounts, verb: string, { json }: ReplayOptions, missed: NotReached | undefined): void {
  const { stored, duplicate, ignored, rejected, passedOver, rejections } = counts;
  if (json) {
    const answer = {
      ...counts,
      rejections: Object.fromEntries(rejections),
      ...(missed && { notReached: notReachedFacts(missed) }),
    };
    console.log(JSON.stringify(answer));
    return;
  }
  const codes = Array.from(rejections, ([code, events]) => `${events} ${code}`).join(", ");
  const parts = [
    `${verb} ${stored} events`,
    ...(duplicate > 0 ? [`${duplicate} came twice`] : []),
    ...(ignored > 0 ? [`${ignored} are ignored, as configured`] : []),
    ...(rejected > 0 ? [`${rejected} are rejected (${codes})`] : []),
    ...(passedOver > 0 ? [`${passedOver} were not asked for`] : []),
  ];
  console.log(`${parts.join("; ")}.`);
}
