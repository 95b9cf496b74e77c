/** While a run stays up: a line whenever something came, and what became of it. */
import { setInterval as every } from "node:timers/promises";
import { count } from "./format.ts";
import type { Snapshot } from "./ledger.ts";

const LOOK_MS = 500;

/** Prints until aborted. */
export async function tellArrivals(
  snapshot: () => Snapshot,
  print: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let before = snapshot();
  try {
    for await (const _ of every(LOOK_MS, undefined, { signal })) {
      const now = snapshot();
      const line = arrivals(before, now);
      if (line !== undefined) print(`${new Date().toISOString().slice(11, 19)}  ${line}`);
      before = now;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

const told = ["stored", "duplicate", "ignored", "rejected", "retry"] as const;

/** Nothing when nothing changed. */
export function arrivals(before: Snapshot, now: Snapshot): string | undefined {
  const parts = told.flatMap((status) => {
    const events = now.counts[status] - before.counts[status];
    if (events === 0) return [];
    const word = status === "retry" ? "given up" : status;
    return [`${count(events)} ${word}${status === "rejected" ? codesOf(before, now) : ""}`];
  });
  const again = now.redeliveredRecords - before.redeliveredRecords;
  if (again > 0) {
    const reason = now.retryReason === undefined ? "" : ` (${now.retryReason})`;
    parts.push(`${count(again)} to be delivered again${reason}`);
  }
  return parts.length === 0 ? undefined : parts.join(" · ");
}

function codesOf(before: Snapshot, now: Snapshot): string {
  const earlier = before.rejections as Readonly<Record<string, number>>;
  const codes = Object.entries(now.rejections).filter(([code, events]) => events > (earlier[code] ?? 0));
  return codes.length === 0 ? "" : ` (${codes.map(([code]) => code).join(", ")})`;
}
