import type { Deadline } from "../ports.ts";

/** The time left, less what is kept back for what comes after; `remainingMs` is the platform's clock. */
export function deadlineOf(remainingMs: () => number, reserveMs: number): Deadline {
  const left = () => remainingMs() - reserveMs;
  return { remainingMs: left, expired: () => left() <= 0 };
}

/** Where nobody waits: a file, a bench, a test. */
export const noDeadline: Deadline = { expired: () => false, remainingMs: () => Number.POSITIVE_INFINITY };
