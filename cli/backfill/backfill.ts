/**
 * Events of an outage from Cisco's pull channel into the transport: from there on they are events like any other, through
 * the same function, and what the push has delivered too is the same item again.
 */
import type { ApiAccess } from "../spaces-api/access.ts";
import { type PartitionRange, pullLines, SILENCE_MS } from "../spaces-api/pull-lines.ts";
import { PassingApiError } from "../spaces-api/request.ts";
import { UserError } from "../user-error.ts";
import { type Position, positionFrom } from "./position.ts";
import { linesOf, recordsOfLines } from "./records.ts";

/** Resolved once the transport has all but those it will never take, which are answered. */
export type Put = (records: readonly Uint8Array[]) => Promise<readonly Refused[]>;

export interface Refused {
  readonly record: Uint8Array;
  /** The transport's code. */
  readonly why: string;
}

export interface BackfillOptions {
  readonly access: ApiAccess;
  readonly put: Put;
  /** Epoch ms. */
  readonly fromMs: number;
  /** Where to end, epoch ms; `undefined` while that is not known. Asked now and then. */
  readonly untilMs: () => number | undefined;
  /** How many connections share Cisco's 12 partitions. */
  readonly connections: number;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly silenceMs?: number;
  /** So long nothing is to be waiting before a KEEP_ALIVE that says so. @default 5 s */
  readonly quietMs?: number;
  /** Waits, but no longer than to the signal. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly nowMs: () => number;
  /** 0 ≤ n < 1. */
  readonly random: () => number;
}

interface Progress {
  /** Of events that are in the transport; every one before `safeUntilMs` is. */
  took(events: number, latestMs: number | undefined, safeUntilMs: number): void;
  /** Events of a record that the transport will never take: the others go on. `atMs` of the first, epoch ms. */
  passedOver(events: number, atMs: number | undefined, bytes: number, why: string): void;
  /** A connection ended, and is tried again after so long. */
  broke(why: string, waitMs: number): void;
}

export interface BackfillResult {
  readonly events: number;
  /** Events that the transport will never take. */
  readonly passedOver: number;
  /** Epoch ms; absent where none came. */
  readonly firstMs: number | undefined;
  /** Every event before it is in the transport, epoch ms. */
  readonly safeUntilMs: number;
  /** Whether the end was reached; else the signal came before. */
  readonly done: boolean;
}

/** A connection takes up so long before where it was: events come somewhat out of order. */
export const OVERLAP_MS = 60_000;
/** https://developer.cisco.com/docs/cisco-spaces-firehose/http-streaming/: exponential, reset after 5 minutes. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
const RESET_AFTER_MS = 300_000;
const PARTITIONS = 12;
/** A KEEP_ALIVE comes after 15 s of nothing; one that we were not listening for may stand before what waits behind it. */
const QUIET_MS = 5_000;
/** In a row. */
const QUIET_KEEP_ALIVES = 2;

/** Throws a UserError for what does not pass, and what `put` throws. */
export async function backfill(options: BackfillOptions): Promise<BackfillResult> {
  const positions = rangesOf(options.connections).map((range) => ({ range, position: positionFrom(options.fromMs) }));
  const safeUntilMs = () => Math.min(...positions.map(({ position }) => position.ms));
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const pulls = await Promise.allSettled(
    positions.map((at) =>
      pullRange(at, { ...options, signal }, safeUntilMs).catch((error: unknown) => {
        failed.abort();
        throw error;
      }),
    ),
  );
  for (const pull of pulls) if (pull.status === "rejected") throw pull.reason;
  const done = pulls.flatMap((pull) => (pull.status === "fulfilled" ? [pull.value] : []));
  const firsts = done.flatMap(({ firstMs }) => firstMs ?? []);
  return {
    events: done.reduce((sum, { events }) => sum + events, 0),
    passedOver: done.reduce((sum, { passedOver }) => sum + passedOver, 0),
    firstMs: firsts.length === 0 ? undefined : Math.min(...firsts),
    safeUntilMs: safeUntilMs(),
    done: done.every((one) => one.done),
  };
}

/** Of the first event that is still to be had; `undefined` where a KEEP_ALIVE comes first. Throws as `backfill` does, and what passes as a UserError. */
export async function firstEventMs(
  access: ApiAccess,
  fromTimestamp: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const all = { minPartition: 1, maxPartition: PARTITIONS };
  try {
    for await (const lines of pullLines({ ...all, access, fromTimestamp, silenceMs: SILENCE_MS, signal })) {
      const { isKeepAlive, recordTimestamp } = headOf(lines[0] ?? Buffer.alloc(0));
      return isKeepAlive ? undefined : recordTimestamp;
    }
    return undefined;
  } catch (error) {
    if (error instanceof PassingApiError) throw new UserError(`The pull channel: ${error.message}. Try again later.`);
    throw error;
  }
}

/** The 12 partitions in as equal parts as can be. */
function rangesOf(connections: number): readonly PartitionRange[] {
  return Array.from({ length: connections }, (_, index) => ({
    minPartition: Math.floor((index * PARTITIONS) / connections) + 1,
    maxPartition: Math.floor(((index + 1) * PARTITIONS) / connections),
  }));
}

type Pulled = Omit<BackfillResult, "safeUntilMs">;

async function pullRange(
  { range, position }: { readonly range: PartitionRange; readonly position: Position },
  options: BackfillOptions,
  safeUntilMs: () => number,
): Promise<Pulled> {
  const { fromMs, access, signal, sleep, nowMs, progress, silenceMs = SILENCE_MS, quietMs = QUIET_MS } = options;
  let [events, passedOver, failures] = [0, 0, 0];
  let firstMs: number | undefined;
  const result = (done: boolean): Pulled => ({ events, passedOver, firstMs, done });
  while (!signal.aborted) {
    const connectedMs = nowMs();
    const fromTimestamp = position.ms === fromMs ? fromMs : Math.max(fromMs, position.ms - OVERLAP_MS);
    try {
      let [listeningSince, quiet] = [performance.now(), 0];
      for await (const lines of pullLines({ ...range, access, fromTimestamp, silenceMs, signal })) {
        const wasQuiet = performance.now() - listeningSince >= quietMs;
        const taken = await take(lines, position, options);
        events += taken.events - taken.passedOver;
        passedOver += taken.passedOver;
        firstMs ??= taken.firstMs;
        progress.took(taken.events - taken.passedOver, taken.latestMs, safeUntilMs());
        quiet = taken.events === 0 && wasQuiet ? quiet + 1 : 0;
        const reachedMs = quiet < QUIET_KEEP_ALIVES ? position.ms : (taken.latestMs ?? position.ms);
        if (reachedMs > (options.untilMs() ?? Number.POSITIVE_INFINITY)) return result(true);
        listeningSince = performance.now();
      }
    } catch (error) {
      if (!(error instanceof PassingApiError)) throw error;
      if (nowMs() - connectedMs >= RESET_AFTER_MS) failures = 0;
      const waitMs = error.retryAfterMs ?? waitAfter(failures++, options.random());
      progress.broke(error.message, waitMs);
      await sleep(waitMs, signal);
    }
  }
  return result(false);
}

/** Between half and the whole of a wait that doubles: connections that broke together do not come back together. */
function waitAfter(failures: number, random: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures) * (0.5 + random / 2);
}

async function take(
  lines: readonly Buffer[],
  position: Position,
  { put, progress }: Pick<BackfillOptions, "put" | "progress">,
) {
  const told = lines.map((line) => ({ line, ...headOf(line) }));
  const events = told.filter(({ isKeepAlive }) => !isKeepAlive);
  const refused = events.length === 0 ? [] : await put(recordsOfLines(events.map(({ line }) => line)));
  let passedOver = 0;
  for (const { record, why } of refused) {
    const heads = linesOf(record).map(headOf);
    progress.passedOver(heads.length, heads[0]?.recordTimestamp, record.length, why);
    passedOver += heads.length;
  }
  for (const { isKeepAlive, recordTimestamp } of told) {
    if (!isKeepAlive && recordTimestamp !== undefined) position.took(recordTimestamp);
  }
  const firstMs = events.find(({ recordTimestamp }) => recordTimestamp !== undefined)?.recordTimestamp;
  return { events: events.length, passedOver, firstMs, latestMs: told.at(-1)?.recordTimestamp };
}

interface Head {
  readonly isKeepAlive: boolean;
  /** Absent of what is no event: it goes into the transport all the same, and is dead-lettered with its reason. */
  readonly recordTimestamp: number | undefined;
}

function headOf(line: Buffer): Head {
  try {
    const { eventType, recordTimestamp } = JSON.parse(line.toString("utf8")) ?? {};
    const ms = Number(recordTimestamp);
    return {
      isKeepAlive: eventType === "KEEP_ALIVE",
      recordTimestamp: Number.isSafeInteger(ms) && ms > 0 ? ms : undefined,
    };
  } catch {
    return { isKeepAlive: false, recordTimestamp: undefined };
  }
}
