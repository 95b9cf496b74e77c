/**
 * A database that is short of capacity: some documents are not taken, and now and then nothing is for a while, which is
 * what makes a function give up on a batch. https://firebase.google.com/docs/firestore/understand-error-codes
 */
import { status } from "@grpc/grpc-js";
import { Refusal } from "./refusal.ts";

/** By counting rather than by chance, so that every run is throttled alike. */
const EVERY_NTH_WRITE_REFUSED = 50;
const OUTAGE_EVERY_WRITES = 6_000;
/** More than all the writes of a batch under way at once, each tried six times, three times over. */
const OUTAGE_WRITES = 1_500;

export interface Shortage {
  throttle(on: boolean): void;
  /** Of each write of a call, whether it is refused; throws where all would be. Reads are never throttled. */
  refusals(writes: number): readonly boolean[];
}

/** `tell` gets the number of calls that were refused, wholly or in part, whenever it grows. */
export function shortage(tell: (throttledCalls: number) => void): Shortage {
  let isOn = false;
  let [counted, throttledCalls] = [0, 0];
  function isRefused(): boolean {
    counted++;
    return (
      counted % OUTAGE_EVERY_WRITES >= OUTAGE_EVERY_WRITES - OUTAGE_WRITES || counted % EVERY_NTH_WRITE_REFUSED === 0
    );
  }
  return {
    throttle(on) {
      isOn = on;
    },
    refusals(writes) {
      const refused = Array.from({ length: writes }, () => isOn && isRefused());
      if (!refused.includes(true)) return refused;
      tell(++throttledCalls);
      if (refused.includes(false)) return refused;
      throw writes === 1
        ? new Refusal(status.RESOURCE_EXHAUSTED, "Some resource has been exhausted.")
        : new Refusal(status.UNAVAILABLE, "The service is currently unavailable.");
    },
  };
}
