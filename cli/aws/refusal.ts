import { isRefusal } from "../../functions/aws-errors.ts";
import { errorName } from "../../shared/error-name.ts";

/** What AWS calls its refusal of a call that it would never take; `undefined` of any other error. */
export function refusalOf(error: unknown): string | undefined {
  const name = errorName(error);
  return isRefusal(error) || name === "InvalidArgumentException" ? name : undefined;
}
