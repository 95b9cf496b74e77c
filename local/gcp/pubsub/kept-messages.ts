/** What a topic keeps of its messages, acknowledged or not: https://cloud.google.com/pubsub/docs/topic-properties#message_retention */
import type { Message } from "./message.ts";

export interface KeptMessages {
  add(message: Message): void;
  /** Published at that time or later, in order. */
  since(fromMs: number): readonly Message[];
}

/** What retention is on this machine. */
const KEPT_MESSAGES = 200_000;

export function newKeptMessages(): KeptMessages {
  let kept: Message[] = [];
  return {
    add(message) {
      kept.push(message);
      if (kept.length >= 2 * KEPT_MESSAGES) kept = kept.slice(-KEPT_MESSAGES);
    },
    since: (fromMs) => kept.filter(({ publishedAtMs }) => publishedAtMs >= fromMs),
  };
}
