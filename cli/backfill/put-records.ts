/** A stage's transport as a back-fill puts into it: all of them are there, or it fails. */
import type { BackOff } from "../../shared/batch/back-off.ts";
import { putAll } from "../stage/put-all.ts";
import type { Transport } from "../stage/transport.ts";
import { UserError } from "../user-error.ts";
import type { Put } from "./backfill.ts";

/** Never cut short: what is not put would be missing, and a put takes a moment. */
const { signal } = new AbortController();

export function putInto(transport: Transport, backOff: BackOff): Put {
  const payloadOf = (record: Uint8Array) => record;
  return async (records) => {
    for await (const call of putAll(eachOf(records), { transport, payloadOf, backOff, signal }))
      for (const { answer } of call)
        if (answer.refused !== undefined)
          throw new UserError(
            `The ${transport.channel} channel refused a record for good (${answer.refused}); nothing after it was put.`,
          );
  };
}

async function* eachOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
