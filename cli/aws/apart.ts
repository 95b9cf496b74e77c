/** AWS refuses a call for one record it would never take, as too large a one: the others are put without it. */
import { isRefusal } from "../../functions/aws-errors.ts";
import { errorName } from "../../shared/error-name.ts";
import type { PutAnswer, Transport } from "../stage/transport.ts";

export function apart(put: Transport["put"]): Transport["put"] {
  return async function putApart(records): Promise<readonly PutAnswer[]> {
    try {
      return await put(records);
    } catch (error) {
      if (!isRefusal(error) && errorName(error) !== "InvalidArgumentException") throw error;
      if (records.length === 1) return [{ refused: errorName(error), forGood: true }];
      const half = records.length >> 1;
      return [...(await putApart(records.slice(0, half))), ...(await putApart(records.slice(half)))];
    }
  };
}
