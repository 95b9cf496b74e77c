/** Bounds a call of an SDK by a time of its own, all of it: what a client bounds ends with the answer's first bytes. */
import { LONGEST_TIMER_MS } from "./within.ts";

/** Named as the AWS SDK's is: whoever tells what is passing knows it by that. */
export class NoAnswer extends Error {
  override readonly name = "TimeoutError";
  constructor() {
    super("The service did not answer in time");
  }
}

/** Rejects with `late` after `ms`, whether or not `call` gives up by the signal. */
export async function inTime<T>(
  ms: number,
  call: (abortSignal: AbortSignal) => Promise<T>,
  late: () => Error = () => new NoAnswer(),
): Promise<T> {
  const controller = new AbortController();
  const { promise: overdue, reject } = Promise.withResolvers<never>();
  const expire = () => {
    reject(late());
    controller.abort();
  };
  const timer = setTimeout(expire, Math.max(0, Math.min(LONGEST_TIMER_MS, ms)));
  try {
    return await Promise.race([call(controller.signal), overdue]);
  } finally {
    clearTimeout(timer);
  }
}
