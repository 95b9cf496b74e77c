/** `spaces backfill`: events that Cisco could not push, pulled from it into the stage's transport. */

import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { backOff } from "../runtime/back-off.ts";
import { errorName } from "../shared/error-name.ts";
import { type BackfillOptions, backfill, firstEventMs, OVERLAP_MS } from "./backfill/backfill.ts";
import { putInto } from "./backfill/put-records.ts";
import { type FindPause, type Pause, pauseFinder, untilBack } from "./backfill/takeover.ts";
import { goOn, plan, resultJson, sentence } from "./backfill/told.ts";
import { confirmed } from "./confirmed.ts";
import { isoTime } from "./iso-time.ts";
import { parseMoment } from "./moment.ts";
import { wholeNumber } from "./number-option.ts";
import { newProgress } from "./progress.ts";
import { type ApiOptions, apiAccess, withApiOptions } from "./spaces-api/access.ts";
import { type FindStage, findStage, type StageOptions, stageOptions } from "./stage/find-stage.ts";
import type { Stage } from "./stage/stage.ts";
import type { Transport } from "./stage/transport.ts";
import { withStage } from "./stage/with-stage.ts";
import { UserError } from "./user-error.ts";

interface Options extends ApiOptions, StageOptions {
  readonly from: string;
  readonly to?: string;
  /** Seconds. */
  readonly gap: number;
  readonly connections: number;
  readonly yes?: true;
  readonly json?: true;
}

const EXIT_PASSED_OVER = 1;

const notes = `
It ends where the push was back: after the first pause since --from that is longer than --gap, as the transport tells it, or
at --to. While the push is silent it goes on. Cisco keeps about an hour. Nothing is stored twice: what the push brought too
is the same item again. What the transport will never take is passed over, told with its time, and ends it with 1. Stopped by Ctrl-C, it says from where to go on.

Examples:
  $ spaces backfill --stage prod --from 2026-03-02T09:58Z
  $ spaces backfill --stage prod --from 2026-03-02T09:58Z --yes
  $ spaces backfill --local --api http://127.0.0.1:8090 --from 2026-03-02T09:58Z --to 2026-03-02T10:40Z --yes`;

export function register(program: Command, find: FindStage = findStage): void {
  const command = program
    .command("backfill")
    .description("pull what Cisco could not push into the stage's transport; looks only, without --yes")
    .requiredOption("--from <time>", "shortly before the push fell silent, such as 2026-03-02T09:58Z")
    .option("--to <time>", "where to end, in place of where the push was back")
    .option("--gap <seconds>", "a pause of the push so long is an outage", wholeNumber(5, 86_400), 60)
    .option("--connections <n>", "that share the channel's 12 partitions", wholeNumber(1, 12), 1);
  withApiOptions(stageOptions(command))
    .option("--yes", "do it, without asking")
    .option("--json", "the result as JSON")
    .addHelpText("after", notes)
    .action((options: Options) => withStage(find, options, (stage, signal) => run(options, stage, signal)));
}

async function run(options: Options, stage: Stage, signal: AbortSignal): Promise<void> {
  const fromMs = parseMoment("--from", options.from, "UTC");
  const toMs = options.to === undefined ? undefined : parseMoment("--to", options.to, "UTC");
  if (fromMs >= (toMs ?? Date.now())) throw new UserError("--from is to be before --to, and before now.");
  const access = await apiAccess(options, stage.readSecret);
  const transport = stage.transports.find(({ read }) => read !== undefined) ?? stage.transports[0];
  if (transport === undefined) throw new UserError(`${stage.name} has no transport to put events into.`);
  const findPause = toMs === undefined ? finderOf(transport, fromMs, options.gap * 1_000) : undefined;
  const pause = await findPause?.(signal);
  if (signal.aborted) return;
  if (findPause !== undefined && pause === undefined)
    throw new UserError(
      `Since --from the push has not paused for ${options.gap} s: name an earlier --from, a shorter --gap, or the end with --to.`,
    );
  const startMs = Math.max(fromMs, (pause?.sinceMs ?? fromMs) - OVERLAP_MS);
  console.error(plan(pause, startMs, toMs, stage.name));
  if (options.yes !== true) {
    const firstMs = await firstEventMs(access, startMs, signal);
    console.error(
      firstMs === undefined
        ? "Cisco has no event of then, or says none at once."
        : `The first event that Cisco has is of ${isoTime(firstMs)}.`,
    );
    if (!(await confirmed(`Pull them into ${stage.name}?`))) {
      console.error("Nothing was put; --yes does it.");
      return;
    }
  }
  const end = endOf(toMs, pause);
  const done = new AbortController();
  const watching =
    findPause === undefined || end.known()
      ? undefined
      : untilBack(findPause, {
          signal: AbortSignal.any([signal, done.signal]),
          sleep: sleepUntil,
          missed: (error) =>
            console.error(`Whether the push is back could not be read (${errorName(error)}); it is looked again.`),
        }).then((untilMs) => {
          if (untilMs === undefined) return;
          end.set(untilMs);
          console.error(`The push was back at ${isoTime(untilMs)}.`);
        });
  const progress = newProgress();
  let [events, at, safeMs] = [0, "", startMs];
  const result = await backfill({
    access,
    put: putInto(transport, backOff),
    fromMs: startMs,
    untilMs: end.ms,
    connections: options.connections,
    signal,
    sleep: sleepUntil,
    nowMs: Date.now,
    random: Math.random,
    progress: {
      took(count, latestMs, safeUntilMs) {
        events += count;
        safeMs = safeUntilMs;
        if (latestMs !== undefined) at = isoTime(latestMs);
        progress.tell(() => `${events} events put, up to ${at}`);
      },
      passedOver: (count, atMs, bytes, why) =>
        console.error(
          `The ${transport.channel} channel will never take a record of ${bytes} bytes (${why}): ${count} event${count === 1 ? "" : "s"} of ${atMs === undefined ? "no time" : isoTime(atMs)} passed over.`,
        ),
      broke: (why, waitMs) => console.error(`The pull channel: ${why}; again in ${(waitMs / 1_000).toFixed(1)} s.`),
    },
  } satisfies BackfillOptions).catch((error: unknown) => {
    done.abort();
    console.error(goOn(startMs, safeMs));
    throw error;
  });
  done.abort();
  await watching;
  progress.end();
  console.log(
    options.json === true ? JSON.stringify(resultJson(result, startMs, end.ms())) : sentence(result, startMs),
  );
  if (result.passedOver > 0) process.exitCode = EXIT_PASSED_OVER;
}

function sleepUntil(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => {});
}

function finderOf({ channel, read }: Transport, fromMs: number, leastMs: number): FindPause {
  if (read === undefined)
    throw new UserError(`What arrived by the ${channel} channel cannot be read again: name the end with --to.`);
  return pauseFinder({ read, fromMs, leastMs, nowMs: Date.now });
}

/** A little past the first push after the pause: it may have begun with what is new. */
function endOf(toMs: number | undefined, pause: Pause | undefined) {
  let untilMs = pause?.untilMs;
  return {
    ms: () => toMs ?? (untilMs === undefined ? undefined : untilMs + OVERLAP_MS),
    known: () => toMs !== undefined || untilMs !== undefined,
    set(ms: number) {
      untilMs = ms;
    },
  };
}
