/** What could not be used, by reason. */
import { type Answer, answer } from "./answer.ts";
import type { Asked } from "./answers.ts";

export async function deadLettersByReason({ read, commands }: Asked): Promise<Answer> {
  const reasons = new Map<string, { count: number; stage: string; code: string; message: string }>();
  const seen = new Set<string>();
  for await (const { position, part, stage, code, message } of read.deadLetters()) {
    const identity = `${position} ${part}`;
    if (seen.has(identity)) continue;
    seen.add(identity);
    const key = `${stage} ${code}`;
    const reason = reasons.get(key);
    if (reason === undefined) reasons.set(key, { count: 1, stage, code, message });
    else reason.count++;
  }
  const rows = [...reasons.values()]
    .sort((a, b) => b.count - a.count)
    .map(({ count, stage, code, message }) => [count, stage, code, message]);
  return answer(
    "What was dead-lettered, and why?",
    ["letters", "stage", "code", "for_example"],
    rows,
    commands.deadLetters(),
  );
}
