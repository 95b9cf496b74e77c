/** What a topic keeps of its messages, acknowledged or not: https://cloud.google.com/pubsub/docs/topic-properties#message_retention */
import type { Message } from "./message.ts";

export interface KeptMessages {
  add(message: Message): void;
  /** Published at that time or later, in order. */
  since(fromMs: number): readonly Message[];
  /** Since when all are kept, epoch ms, and how many that were published before are not. */
  horizon(): { readonly sinceMs: number; readonly letGo: number };
}

/** What retention is on this machine. */
const KEPT_MESSAGES = 200_000;

export function newKeptMessages(most = KEPT_MESSAGES): KeptMessages {
  let kept: Message[] = [];
  let letGo = 0;
  return {
    add(message) {
      kept.push(message);
      if (kept.length < 2 * most) return;
      letGo += kept.length - most;
      kept = kept.slice(-most);
    },
    since: (fromMs) => kept.filter(({ publishedAtMs }) => publishedAtMs >= fromMs),
    // Of the oldest's own millisecond some may be gone.
    horizon: () => ({ sinceMs: letGo === 0 ? 0 : (kept[0]?.publishedAtMs ?? 0) + 1, letGo }),
  };
}
