/** Bounds a call of an SDK by the time its invocation has left. */
import { setMaxListeners } from "node:events";
import type { Deadline } from "../shared/ports.ts";

/** What a timer can wait at most. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

const signals = new WeakMap<Deadline, AbortSignal>();

/** One timer for all calls that share a deadline. */
export function within(deadline: Deadline): { readonly abortSignal: AbortSignal } {
  let abortSignal = signals.get(deadline);
  if (abortSignal === undefined) {
    abortSignal = AbortSignal.timeout(Math.min(LONGEST_TIMER_MS, Math.max(0, deadline.remainingMs())));
    // Many calls wait on it at once; that is no leak.
    setMaxListeners(0, abortSignal);
    signals.set(deadline, abortSignal);
  }
  return { abortSignal };
}
