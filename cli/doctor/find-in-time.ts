/** A stage that is found within a bound: where nothing answers, an SDK tries for minutes, or for ever. */
import type { FindStage } from "../stage/find-stage.ts";
import type { Stage } from "../stage/stage.ts";
import { UserError } from "../user-error.ts";
import { durationText } from "./duration-text.ts";

/** Throws a UserError when the time is over. */
export function findInTime(find: FindStage, boundMs: number): FindStage {
  return async (options) => {
    const { promise: overdue, reject } = Promise.withResolvers<Stage>();
    const noAnswer = `The stage is not to be found: no answer within ${durationText(boundMs)}. Look at the network between here and the cloud.`;
    const timer = setTimeout(() => reject(new UserError(noAnswer)), boundMs);
    try {
      return await Promise.race([find(options), overdue]);
    } finally {
      clearTimeout(timer);
    }
  };
}
