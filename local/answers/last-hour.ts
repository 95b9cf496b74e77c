/** The last hour of a sensor. */
import { whatItSaid } from "../../cli/now/what-it-said.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import { type Answer, answer } from "./answer.ts";
import type { Asked } from "./answers.ts";

const HOUR_MS = 3_600_000;

export async function lastHour({ read, commands }: Asked, { key, row }: StateItem, asOfMs: number): Promise<Answer> {
  const { subject } = key;
  const fromMs = asOfMs - HOUR_MS;
  const { columns, rows } = await whatItSaid(read, subject, fromMs, asOfMs);
  return answer(
    `What did ${subject.kind} ${subject.id} of ${row.tenant_name ?? subject.tenant ?? "no tenant"} say in the last hour?`,
    columns,
    rows,
    commands.history(subject, fromMs, asOfMs),
  );
}
