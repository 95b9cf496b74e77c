import type { Deadline } from "../shared/ports.ts";

/** What Lambda's context tells of time. */
interface Clock {
  getRemainingTimeInMillis(): number;
}

/** The invocation's time, less what is kept back for what comes after. */
export function deadlineOf(context: Clock, reserveMs: number): Deadline {
  const remainingMs = () => context.getRemainingTimeInMillis() - reserveMs;
  return { remainingMs, expired: () => remainingMs() <= 0 };
}
