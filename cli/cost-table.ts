/** The table of docs/cost.md and the README, from the model: `node cli/cost-table.ts` prints it. */
import { type CostInput, MONTH_SECONDS, monthlyBill } from "./cost-model.ts";

const rates: readonly number[] = [10, 100, 1_000, 10_000];
const encodings: readonly CostInput["encoding"][] = ["json", "protobuf"];
/** The default of the configuration. */
const HISTORY_DAYS = 30;

const head = `| events/s | encoding | million a month | USD a month | naive | per million events | naive |
|---:|---|---:|---:|---:|---:|---:|`;

/** Markdown. */
export function costTable(): string {
  const rows = encodings.flatMap((encoding) => rates.map((eventsPerSecond) => row(encoding, eventsPerSecond)));
  return [head, ...rows].join("\n");
}

function row(encoding: CostInput["encoding"], eventsPerSecond: number): string {
  const bill = monthlyBill({ eventsPerSecond, encoding, channel: "kinesis", historyDays: HISTORY_DAYS });
  const usd = bill.reduce((sum, line) => sum + line.usd, 0);
  const naiveUsd = bill.reduce((sum, line) => sum + line.naiveUsd, 0);
  const millions = (eventsPerSecond * MONTH_SECONDS) / 1e6;
  const whole = (value: number) => Math.round(value).toLocaleString("en-US");
  const cells = [whole(usd), whole(naiveUsd), (usd / millions).toFixed(2), (naiveUsd / millions).toFixed(2)];
  return `| ${whole(eventsPerSecond)} | ${encoding} | ${whole(millions)} | ${cells.join(" | ")} |`;
}

if (import.meta.main) console.log(costTable());
