/** Puts any number of records in calls as large as the transport takes; what it refuses for a moment goes again. */
import type { BackOff } from "../../shared/batch/back-off.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import { UserError } from "../user-error.ts";
import type { PutAnswer, Transport } from "./transport.ts";

/** With the waits between them some 15 seconds in which not one record is taken. */
const MAX_IDLE_ATTEMPTS = 12;

export interface PutAll<T> {
  readonly transport: Transport;
  readonly payloadOf: (item: T) => Uint8Array;
  readonly backOff: BackOff;
  readonly signal: AbortSignal;
}

export interface PutItem<T> {
  readonly item: T;
  /** Taken, or refused for good. */
  readonly answer: PutAnswer;
}

/**
 * What became of each call's items, in order. Ends early on abort, after the call under way. A UserError where the
 * transport goes on taking nothing.
 */
export async function* putAll<T>(items: AsyncIterable<T>, options: PutAll<T>): AsyncGenerator<readonly PutItem<T>[]> {
  for await (const call of calls(items, options)) {
    yield await putCall(call, options);
    if (options.signal.aborted) return;
  }
}

async function putCall<T>(
  call: readonly T[],
  { transport, payloadOf, backOff }: PutAll<T>,
): Promise<readonly PutItem<T>[]> {
  const answers: PutAnswer[] = [];
  let left = call.map((item, index) => ({ index, payload: payloadOf(item) }));
  for (let idle = 0; left.length > 0; ) {
    const given = await transport.put(left.map(({ payload }) => payload));
    const again: typeof left = [];
    for (const [place, record] of left.entries()) {
      const answer = given[place] ?? { refused: "no answer" };
      if (answer.refused === undefined || answer.forGood) answers[record.index] = answer;
      else again.push(record);
    }
    idle = again.length === left.length ? idle + 1 : 0;
    if (idle === MAX_IDLE_ATTEMPTS)
      throw new UserError(
        `The ${transport.channel} channel takes nothing (${given[0]?.refused}); run the command again later, from where it stopped.`,
      );
    left = again;
    if (left.length > 0) await backOff.wait(idle + 1, noDeadline);
  }
  return call.map((item, index) => ({ item, answer: answers[index] ?? {} }));
}

/** A record larger than a call may be is a call of its own, for the transport to refuse. */
async function* calls<T>(items: AsyncIterable<T>, { transport, payloadOf }: PutAll<T>): AsyncGenerator<readonly T[]> {
  let call: T[] = [];
  let bytes = 0;
  for await (const item of items) {
    const size = payloadOf(item).length;
    if (call.length === transport.maxCallRecords || (call.length > 0 && bytes + size > transport.maxCallBytes)) {
      yield call;
      call = [];
      bytes = 0;
    }
    call.push(item);
    bytes += size;
  }
  if (call.length > 0) yield call;
}
