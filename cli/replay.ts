/** `spaces replay`: what arrived in a span of time, through the stage's core into its tables again. */
import type { Command } from "commander";
import { backOff } from "../runtime/back-off.ts";
import { confirmed } from "./confirmed.ts";
import { listed } from "./listed.ts";
import { parseMoment } from "./moment.ts";
import { newProgress } from "./progress.ts";
import { newReplay, type ReplayCounts } from "./replay/replay.ts";
import { newResume } from "./replay/resume.ts";
import { type FindStage, findStage, type StageOptions, stageOptions } from "./stage/find-stage.ts";
import { type NotReached, notReached, notReachedSays } from "./stage/not-reached.ts";
import type { Stage, TablesConsumer } from "./stage/stage.ts";
import type { Span, Transport } from "./stage/transport.ts";
import { withStage } from "./stage/with-stage.ts";
import { UserError } from "./user-error.ts";

interface ReplayOptions extends StageOptions {
  readonly from: string;
  readonly to?: string;
  readonly types?: readonly string[];
  readonly tenants?: readonly string[];
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

const notes = `
The core is this version's, set as the stage's function is; the key is read from the stage's secret store. What the tables
have already stays as it is, but for what this version maps more of; a newer state stays. The times are those of arrival.

Examples:
  $ spaces replay --from 2026-03-02T09:00Z --to 2026-03-02T12:00Z --stage prod --dry-run
  $ spaces replay --from 2026-03-02T09:00Z --types DEVICE_COUNT --stage prod --yes`;

/** `find` is replaced in tests. */
export function register(program: Command, find: FindStage = findStage): void {
  stageOptions(
    program.command("replay").description("store again what arrived in a span of time, as far as the stream keeps it"),
  )
    .requiredOption("--from <time>", "arrived since: yyyy-MM-dd or yyyy-MM-ddThh:mm, in UTC or with an offset")
    .option("--to <time>", "arrived before (default: now)")
    .option("--types <types>", "only these event types, comma-separated", listed)
    .option("--tenants <ids>", "only of these tenants, comma-separated", listed)
    .option("--dry-run", "read and count, write nothing")
    .option("--yes", "do it, without asking")
    .option("--json", "the counts as JSON")
    .addHelpText("after", notes)
    .action((options: ReplayOptions) =>
      withStage(find, options, (stage, signal) => replayStage(stage, options, signal)),
    );
}

async function replayStage(stage: Stage, options: ReplayOptions, signal: AbortSignal): Promise<void> {
  const span = spanOf(options);
  const transport = stage.transports.find(({ read }) => read !== undefined);
  if (transport === undefined)
    throw new UserError(`Nothing of ${stage.name} can be read again: its transport keeps nothing.`);
  const missed = await notReached(transport, span);
  if (missed !== undefined) console.error(`Not all of the span is read: ${notReachedSays(missed)}.`);
  const consumer = await stage.consumer();
  if (options.yes !== true) {
    const counts = await replaySpan(transport, consumer, options, span, true, signal);
    say(counts, "Would store", options, missed);
    if (options.dryRun || signal.aborted || counts.stored + counts.duplicate === 0) return;
    if (!(await confirmed(`Store them in the tables of ${stage.name}?`))) {
      console.error("Nothing was stored; --yes does it.");
      return;
    }
  }
  const dryRun = options.dryRun === true;
  const counts = await replaySpan(transport, consumer, options, span, dryRun, signal);
  say(counts, dryRun ? "Would store" : "Stored", options, missed);
}

async function replaySpan(
  transport: Transport,
  consumer: TablesConsumer,
  { types, tenants }: ReplayOptions,
  span: Span,
  dryRun: boolean,
  signal: AbortSignal,
): Promise<ReplayCounts> {
  const progress = newProgress();
  const resume = newResume(span.fromMs);
  const replay = newReplay(
    consumer,
    { types: types && new Set(types), tenants: tenants && new Set(tenants) },
    { dryRun, backOff },
  );
  const { counts } = replay;
  try {
    await transport.read?.(
      span,
      async (batch) => {
        await replay.take(batch);
        resume.done(batch);
        progress.tell(() => `${counts.stored} events ${dryRun ? "read" : "stored"}, up to ${isoTime(resume.fromMs())}`);
      },
      signal,
    );
  } catch (error) {
    if (!dryRun) console.error(`It got as far as --from ${isoTime(resume.fromMs())}.`);
    throw error;
  } finally {
    progress.end();
  }
  if (signal.aborted) console.error(`Stopped; --from ${isoTime(resume.fromMs())} goes on from there.`);
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
    const answer = { ...counts, rejections: Object.fromEntries(rejections), ...(missed && { notReached: missed }) };
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

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
