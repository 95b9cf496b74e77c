/** Who is at a place, of all the state that was found there. */
import { type SubjectKey, subjectText } from "./keys.ts";
import { seenAtMs } from "./seen.ts";
import type { StateItem } from "./state-item.ts";

/**
 * One item for each person or device that was seen at the time or since, the aspect of it that was seen last; last seen
 * first. Tags, sensors and counters are nobody.
 */
export function presentOf(items: readonly StateItem[], seenSinceMs: number): readonly StateItem[] {
  const newest = new Map<string, StateItem>();
  for (const item of items) {
    if (!isPerson(item.key.subject) || seenAtMs(item.row) < seenSinceMs) continue;
    const who = subjectText(item.key.subject);
    const other = newest.get(who);
    if (other === undefined || seenAtMs(item.row) > seenAtMs(other.row)) newest.set(who, item);
  }
  return [...newest.values()].sort((a, b) => seenAtMs(b.row) - seenAtMs(a.row));
}

function isPerson({ kind }: SubjectKey): boolean {
  return kind === "device" || kind === "user";
}
