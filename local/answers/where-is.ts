/** Where is a device now: everything the state table knows of one subject. */
import { whereItIs } from "../../cli/now/where-it-is.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import { type Answer, answer } from "./answer.ts";
import type { Asked } from "./answers.ts";

export async function whereIs({ read, commands }: Asked, { key: { subject }, row }: StateItem): Promise<Answer> {
  const { columns, rows } = await whereItIs(read, subject);
  return answer(
    `Where is ${subject.kind} ${subject.id} of ${row.tenant_name ?? subject.tenant ?? "no tenant"} now?`,
    columns,
    rows,
    commands.stateOf(subject),
  );
}
