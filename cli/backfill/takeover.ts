/**
 * Where the push fell silent and where it was back, read from the transport itself: the first pause after a time that is
 * longer than a push ever pauses. What a back-fill put there counts as nothing.
 */
import type { ReadBatch, Span, Transport } from "../stage/transport.ts";
import { isPulled } from "./records.ts";

export interface Pause {
  /** The last push before it; the time that was asked from, where none came since. Epoch ms. */
  readonly sinceMs: number;
  /** The first push after it; `undefined` while it lasts. */
  readonly untilMs: number | undefined;
}

export interface PauseOptions {
  readonly read: NonNullable<Transport["read"]>;
  readonly fromMs: number;
  /** Shorter ones are none. */
  readonly leastMs: number;
  readonly nowMs: () => number;
}

/** Looks on from where it looked before. Answers `undefined` where the push has not paused. */
export type FindPause = (signal: AbortSignal) => Promise<Pause | undefined>;

/** So much is read before it is looked at: a pause that is long over ends the reading soon. */
const SPAN_MS = 600_000;
/** What arrives just now may not be readable yet. */
const TOO_NEW_MS = 2_000;

export function pauseFinder({ read, fromMs, leastMs, nowMs }: PauseOptions): FindPause {
  let lastMs = fromMs;
  let readMs = fromMs;
  let found: Pause | undefined;
  return async (signal) => {
    const endMs = nowMs() - TOO_NEW_MS;
    while (found === undefined && readMs < endMs && !signal.aborted) {
      const span = { fromMs: readMs, toMs: Math.min(readMs + SPAN_MS, endMs) };
      const pushed = await pushedIn(span, read, signal);
      if (signal.aborted) break;
      const first = pushed.findIndex(([begin], index) => begin - (pushed[index - 1]?.[1] ?? lastMs) >= leastMs);
      if (first !== -1) found = { sinceMs: pushed[first - 1]?.[1] ?? lastMs, untilMs: pushed[first]?.[0] };
      lastMs = pushed.at(-1)?.[1] ?? lastMs;
      readMs = span.toMs;
    }
    return found ?? (nowMs() - lastMs >= leastMs ? { sinceMs: lastMs, untilMs: undefined } : undefined);
  };
}

const LOOK_AGAIN_MS = 30_000;

export interface Waiting {
  readonly signal: AbortSignal;
  /** Waits, but no longer than to the signal. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A look failed. It is no reason to end what is pulled meanwhile: there is another look. */
  readonly missed: (error: unknown) => void;
}

/** When the push was back, epoch ms; `undefined` at the signal. */
export async function untilBack(findPause: FindPause, { signal, sleep, missed }: Waiting): Promise<number | undefined> {
  for (;;) {
    await sleep(LOOK_AGAIN_MS, signal);
    if (signal.aborted) return undefined;
    try {
      const untilMs = (await findPause(signal))?.untilMs;
      if (untilMs !== undefined) return untilMs;
    } catch (error) {
      missed(error);
    }
  }
}

/** First and last arrival, epoch ms. */
type Burst = readonly [number, number];

const SLOT_MS = 1_000;

/** The seconds in which something was pushed, in order; batches come from all parts of the transport at once. */
async function pushedIn(span: Span, read: PauseOptions["read"], signal: AbortSignal): Promise<readonly Burst[]> {
  const slots = new Map<number, Burst>();
  const take = async ({ records }: ReadBatch) => {
    for (const { receivedAtMs, payload } of records) {
      if (isPulled(payload)) continue;
      const slot = Math.floor(receivedAtMs / SLOT_MS);
      const [first, last] = slots.get(slot) ?? [receivedAtMs, receivedAtMs];
      slots.set(slot, [Math.min(first, receivedAtMs), Math.max(last, receivedAtMs)]);
    }
  };
  await read(span, take, signal);
  return [...slots].sort(([a], [b]) => a - b).map(([, burst]) => burst);
}
