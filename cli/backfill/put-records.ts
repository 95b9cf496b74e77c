/** A stage's transport as a back-fill puts into it: all of them are there, or told as refused for good, or it fails. */
import type { BackOff } from "../../shared/batch/back-off.ts";
import { putAll } from "../stage/put-all.ts";
import type { Transport } from "../stage/transport.ts";
import type { Put, Refused } from "./backfill.ts";

/** Never cut short: what is not put would be missing, and a put takes a moment. */
const { signal } = new AbortController();

export function putInto(transport: Transport, backOff: BackOff): Put {
  const payloadOf = (record: Uint8Array) => record;
  return async (records) => {
    const refused: Refused[] = [];
    for await (const call of putAll(eachOf(records), { transport, payloadOf, backOff, signal }))
      for (const { item, answer } of call)
        if (answer.refused !== undefined) refused.push({ record: item, why: answer.refused });
    return refused;
  };
}

async function* eachOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
