/** Calls for one document each, made at the same moment, as one call for many: a batch's state costs a few calls, not hundreds. */
import type { Deadline } from "../../shared/ports.ts";

interface Waiting<Asked, Answer> {
  readonly asked: Asked;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** `send` answers in order; what it rejects with, all of them do. Only those that share a deadline go together. */
export function together<Asked, Answer>(
  send: (asked: readonly Asked[], deadline: Deadline) => Promise<readonly Answer[]>,
): (asked: Asked, deadline: Deadline) => Promise<Answer> {
  const waiting = new Map<Deadline, Waiting<Asked, Answer>[]>();

  async function sendAll(deadline: Deadline): Promise<void> {
    const all = waiting.get(deadline) ?? [];
    waiting.delete(deadline);
    try {
      const answers = await send(
        all.map(({ asked }) => asked),
        deadline,
      );
      for (const [index, { resolve }] of all.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      for (const { reject } of all) reject(error);
    }
  }

  return (asked, deadline) =>
    new Promise((resolve, reject) => {
      const one = { asked, resolve, reject };
      const others = waiting.get(deadline);
      if (others !== undefined) {
        others.push(one);
        return;
      }
      waiting.set(deadline, [one]);
      setImmediate(() => void sendAll(deadline));
    });
}
