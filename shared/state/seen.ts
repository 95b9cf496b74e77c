/** When a subject was last seen, and the slot of five minutes by which a place finds those seen lately. */
import type { Row } from "../row.ts";

/**
 * So long a subject that stays is written to the index by place once. A shorter slot costs more writes, a longer one
 * makes who asks for the last minutes read more.
 */
const SLOT_MS = 300_000;

/** Nobody is seen after it was told. */
export function seenAtMs({ last_seen_at, occurred_at }: Row): number {
  return Math.min(last_seen_at ?? occurred_at, occurred_at);
}

/** The start of the slot a time is in, epoch ms. Who was seen since a time is in its slot or in a later one. */
export function slotOf(ms: number): number {
  return Math.floor(ms / SLOT_MS) * SLOT_MS;
}
