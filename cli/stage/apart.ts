/** A service refuses a call for one record it would never take, as too large a one: the others are put without it. */
import type { PutAnswer, Transport } from "./transport.ts";

/** `refusalOf`: the code of an error that would come for ever; of any other `undefined`. */
export function apart(put: Transport["put"], refusalOf: (error: unknown) => string | undefined): Transport["put"] {
  return async function putApart(records): Promise<readonly PutAnswer[]> {
    try {
      return await put(records);
    } catch (error) {
      const refused = refusalOf(error);
      if (refused === undefined) throw error;
      if (records.length === 1) return [{ refused, forGood: true }];
      const half = records.length >> 1;
      return [...(await putApart(records.slice(0, half))), ...(await putApart(records.slice(half)))];
    }
  };
}
