/** A bill as `spaces cost` prints it where there is no naive design beside it: on Azure and on Google Cloud. */
import Table from "cli-table3";
import { type CostInput, type CostLine, millionsOf, totalOf } from "./cost-model.ts";

/** What changes such a bill. */
export type BillInput = Pick<CostInput, "eventsPerSecond" | "encoding" | "historyDays" | "payload">;

export interface Bill {
  readonly input: BillInput;
  /** What the events are pushed into. */
  readonly on: string;
  readonly lines: readonly CostLine[];
  /** Of a month, what the tables alone cost. */
  readonly storesUsd: number;
  readonly pricesAsOf: string;
  readonly uncheckedPrices: readonly string[];
  /** What it rests on, in a sentence or two. */
  readonly note: string;
}

export function billAsJson({ input, lines, storesUsd, pricesAsOf, uncheckedPrices }: Bill): string {
  const { usd } = totalOf(lines);
  const millions = millionsOf(input);
  return JSON.stringify({
    ...input,
    pricesAsOf,
    uncheckedPrices,
    lines: lines.map(({ name, usd }) => ({ name, usd })),
    monthly: { usd },
    perMillionEvents: { usd: usd / millions, storesUsd: storesUsd / millions },
  });
}

export function billAsTable({ input, on, lines, note }: Bill): string {
  const millions = millionsOf(input);
  const table = new Table({
    head: ["USD", "a month", "per million events"],
    colAligns: ["left", "right", "right"],
    style: { head: [], border: [] },
  });
  for (const { name, usd } of [...lines, { name: "Total", usd: totalOf(lines).usd }])
    table.push([name, usd.toFixed(2), (usd / millions).toFixed(3)]);
  return [
    `${input.eventsPerSecond} events/s as ${input.encoding} on ${on}: ${millions.toFixed(1)} million a month`,
    table.toString(),
    note,
  ].join("\n");
}
