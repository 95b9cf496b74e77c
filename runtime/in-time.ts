/** Bounds a call of an SDK by a time of its own, all of it: what a client bounds ends with the answer's first bytes. */

/** Named as the AWS SDK's is: whoever tells what is passing knows it by that. */
export class NoAnswer extends Error {
  override readonly name = "TimeoutError";
  constructor() {
    super("The service did not answer in time");
  }
}

/** Rejects with NoAnswer after `ms`; `call` gives up by the signal. */
export async function inTime<T>(ms: number, call: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  try {
    return await call(controller.signal);
  } catch (error) {
    throw controller.signal.aborted ? new NoAnswer() : error;
  } finally {
    clearTimeout(timer);
  }
}
