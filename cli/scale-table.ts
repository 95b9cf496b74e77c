/** The table of docs/scale.md, from the model: `npx node cli/scale-table.ts` prints it. */
import { type CostInput, defaultInput } from "./cost-model.ts";
import { cellOf, cellsNeeded, loadOf, quotaUse, usdOf } from "./scale-model.ts";

const rates: readonly number[] = [1_000, 10_000, 50_000];

const whole = (value: number) => Math.round(value).toLocaleString("en-US");

/** Markdown: each rate in one cell, and in as many as it asks for. */
export function scaleTable(): string {
  const rows = rates.flatMap((eventsPerSecond) => {
    const input: CostInput = { ...defaultInput, eventsPerSecond };
    return [...new Set([1, cellsNeeded(input)])].map((cells) => row(input, cells));
  });
  const head = `| events/s | cells | shards | history units/s | state units/s | … as a slot begins | busiest place | busiest subject | quotas, the nearest first | USD a month |
|---:|---:|---:|---:|---:|---:|---:|---:|---|---:|`;
  return [head, ...rows].join("\n");
}

function row(input: CostInput, cells: number): string {
  const cell = cellOf(input, cells);
  const load = loadOf(cell);
  const nearest = quotaUse(cell)
    .slice(0, 3)
    .map(({ service, quota, share }) => `${service}, ${quota}: ${whole(share * 100)} %`);
  const figures = [
    load.shards,
    load.historyUnits,
    load.stateUnits,
    load.stateUnitsAtSlot,
    load.busiestPlaceUnits,
    load.busiestSubjectUnits,
  ].map(whole);
  return `| ${[whole(input.eventsPerSecond), whole(cells), ...figures, nearest.join("; "), whole(usdOf(input, cells))].join(" | ")} |`;
}

if (import.meta.main) console.log(scaleTable());
