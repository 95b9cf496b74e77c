/** `spaces verify`: a known batch through a stage and back out of its tables and its lake, cleaned up after. */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Command, Option } from "commander";
import { backOff } from "../runtime/back-off.ts";
import { confirmed } from "./confirmed.ts";
import { wholeNumber } from "./number-option.ts";
import { newProgress } from "./progress.ts";
import { type FindStage, findStage, type StageOptions, stageOptions } from "./stage/find-stage.ts";
import { putAll } from "./stage/put-all.ts";
import type { Stage } from "./stage/stage.ts";
import { withStage } from "./stage/with-stage.ts";
import { UserError } from "./user-error.ts";
import { cleanUp, forgetCommands } from "./verify/clean-up.ts";
import { type Expected, expectedOf } from "./verify/expected.ts";
import { type KnownRecord, knownBatch, VERIFY_TENANT_PREFIX } from "./verify/known-batch.ts";
import { isAsExpected, lettersFromMs, look, type Seen } from "./verify/look.ts";
import { showSeen } from "./verify/show.ts";

interface VerifyOptions extends StageOptions {
  readonly wait: number;
  readonly poison: boolean;
  readonly clean?: string;
  readonly yes?: true;
  readonly json?: true;
}

/** The lake's function gathers for minutes. */
const DEFAULT_WAIT_SECONDS = 420;
const MAX_WAIT_SECONDS = 3_600;
const LOOK_AGAIN_MS = 2_000;
const EXIT_NOT_AS_EXPECTED = 1;
/** What was put is taken away after Ctrl-C, too. */
const notStopped = new AbortController().signal;

const notes = `
A handful of events of a tenant of its own, ${VERIFY_TENANT_PREFIX}…, is put where Cisco puts, and looked for in history, state, the index
by place, the dead letters and the lake's landing; each must be what this version's core says, set as the stage's function is.
Then its items are deleted and its letter is noted, so that no redrive brings it back; what comes later, --clean takes. Rows of the lake stay until they are
forgotten; the commands are told. The one event that cannot be used rings the alarm on dead letters: --no-poison leaves it out.

Examples:
  $ spaces verify --stage dev
  $ spaces verify --local --yes --json
  $ spaces verify --stage dev --clean ${VERIFY_TENANT_PREFIX}1a2b3c4d --yes`;

/** `find` is replaced in tests. */
export function register(program: Command, find: FindStage = findStage): void {
  stageOptions(
    program.command("verify").description("put a known batch through a stage, look for all of it, and clean up"),
  )
    .addOption(
      new Option("--wait <seconds>", "how long to look for it")
        .default(DEFAULT_WAIT_SECONDS)
        .argParser(wholeNumber(1, MAX_WAIT_SECONDS)),
    )
    .option("--no-poison", "without the event that cannot be used")
    .option("--clean <tenant>", "only delete what a run left, and note its letter")
    .option("--yes", "do it, without asking")
    .option("--json", "the result as JSON")
    .addHelpText("after", notes)
    .action((options: VerifyOptions) => withStage(find, options, (stage, signal) => verify(stage, options, signal)));
}

async function verify(stage: Stage, options: VerifyOptions, signal: AbortSignal): Promise<void> {
  const startedAtMs = Date.now();
  const tenant = options.clean ?? `${VERIFY_TENANT_PREFIX}${randomBytes(4).toString("hex")}`;
  if (!tenant.startsWith(VERIFY_TENANT_PREFIX))
    throw new UserError(`--clean takes a tenant of spaces verify, ${VERIFY_TENANT_PREFIX}…, and no other.`);
  const records = knownBatch(tenant, startedAtMs, options.poison);
  const expected = await expectedOf(records, await stage.consumer());
  if (options.clean === undefined)
    console.error(
      `Would put ${records.length} records of the tenant ${tenant} into ${stage.name}, and delete them again.`,
    );
  if (options.yes !== true && !(await confirmed(options.clean === undefined ? "Put them?" : "Delete its items?"))) {
    console.error("Nothing was done; --yes does it.");
    return;
  }
  if (options.clean !== undefined) {
    console.log(`Deleted ${await cleanUp(stage, { tenant, expected, lettersFromMs: 0 }, signal)} items of ${tenant}.`);
    return;
  }
  let seen: readonly Seen[] = [];
  let deleted: number | undefined;
  try {
    await put(stage, records, signal);
    seen = await lookFor(stage, tenant, expected, startedAtMs, options.wait * 1_000, signal);
  } catch (error) {
    console.error(`What comes later is deleted by spaces verify --clean ${tenant}.`);
    throw error;
  } finally {
    deleted = await cleanUp(stage, { tenant, expected, lettersFromMs: lettersFromMs(startedAtMs) }, notStopped);
  }
  const good = seen.length > 0 && seen.every(isAsExpected);
  const stopped = signal.aborted;
  const tookMs = Date.now() - startedAtMs;
  const forget = forgetCommands(expected, options);
  if (options.json)
    console.log(JSON.stringify({ stage: stage.name, tenant, good, stopped, tookMs, seen, deleted, forget }));
  else console.log(showSeen({ tenant, seen, stopped, tookMs, deleted, hasLake: stage.lake !== undefined, forget }));
  if (!good) process.exitCode = EXIT_NOT_AS_EXPECTED;
}

async function put({ transports: [transport] }: Stage, records: readonly KnownRecord[], signal: AbortSignal) {
  if (transport === undefined) throw new UserError("The stage has no transport to put events into.");
  const payloadOf = ({ payload }: KnownRecord) => payload;
  for await (const call of putAll(inTurn(records), { transport, payloadOf, backOff, signal }))
    for (const { item, answer } of call)
      if (answer.refused !== undefined)
        throw new UserError(`The ${transport.channel} channel does not take ${item.shows}: ${answer.refused}.`);
}

async function* inTurn<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** Looks until all is there, the time is over, or on abort. */
async function lookFor(
  stage: Stage,
  tenant: string,
  expected: Expected,
  startedAtMs: number,
  waitMs: number,
  signal: AbortSignal,
): Promise<readonly Seen[]> {
  const progress = newProgress();
  const lake = stage.lake?.rowsOf(tenant, startedAtMs);
  try {
    for (const endMs = Date.now() + waitMs; ; ) {
      const seen = await look({ stage, tenant, expected, startedAtMs, lake, signal });
      if (seen.every(isAsExpected) || Date.now() >= endMs || signal.aborted) return seen;
      progress.tell(() => seen.map(({ where, found, of }) => `${where} ${found} of ${of}`).join(", "));
      await sleep(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {});
    }
  } finally {
    progress.end();
  }
}
