/** `spaces cost`: the modelled monthly bill, by line and per million events, beside the naive design's. */
import Table from "cli-table3";
import { type Command, Option } from "commander";
import { channels } from "../functions/channel.ts";
import { type CostInput, type CostLine, MONTH_SECONDS, monthlyBill } from "./cost-model.ts";
import { PRICES_AS_OF } from "./cost-prices.ts";
import { numberFrom } from "./number-option.ts";

const MAX_EVENTS_PER_SECOND = 1_000_000;
const MAX_DAYS = 3_650;

const examples = `
Examples:
  $ spaces cost --events-per-second 100
  $ spaces cost --events-per-second 10000 --encoding protobuf --history-days 365
  $ spaces cost --events-per-second 100 --channel firehose --json

The naive design puts every event as it comes into history and state, and sends each to the lake as a record of its own.`;

export function register(program: Command): void {
  program
    .command("cost")
    .description("model the monthly bill of a steady rate of events")
    .requiredOption(
      "--events-per-second <rate>",
      "events per second, all day",
      numberFrom(0.001, MAX_EVENTS_PER_SECOND),
    )
    .addOption(
      new Option("--encoding <encoding>", "what Cisco Spaces pushes").choices(["json", "protobuf"]).default("json"),
    )
    .addOption(new Option("--channel <channel>", "what it pushes to").choices(channels).default("kinesis"))
    .option("--history-days <days>", "days a history item is kept", numberFrom(1, MAX_DAYS), 30)
    .option("--json", "print one line of JSON")
    .addHelpText("after", examples)
    .action((input: CostInput & { json?: true }) => {
      const lines = monthlyBill(input);
      console.log(input.json ? asJson(input, lines) : asTable(input, lines));
    });
}

function totals(lines: readonly CostLine[]): { readonly usd: number; readonly naiveUsd: number } {
  return {
    usd: lines.reduce((sum, { usd }) => sum + usd, 0),
    naiveUsd: lines.reduce((sum, { naiveUsd }) => sum + naiveUsd, 0),
  };
}

function millions({ eventsPerSecond }: CostInput): number {
  return (eventsPerSecond * MONTH_SECONDS) / 1e6;
}

function asJson(input: CostInput, lines: readonly CostLine[]): string {
  const { eventsPerSecond, encoding, channel, historyDays } = input;
  const { usd, naiveUsd } = totals(lines);
  return JSON.stringify({
    eventsPerSecond,
    encoding,
    channel,
    historyDays,
    pricesAsOf: PRICES_AS_OF,
    lines,
    monthly: { usd, naiveUsd },
    perMillionEvents: { usd: usd / millions(input), naiveUsd: naiveUsd / millions(input) },
  });
}

function asTable(input: CostInput, lines: readonly CostLine[]): string {
  const table = new Table({
    head: ["USD", "a month", "naive", "per million events", "naive"],
    colAligns: ["left", "right", "right", "right", "right"],
    style: { head: [], border: [] },
  });
  const row = (name: string, usd: number, naiveUsd: number) => [
    name,
    usd.toFixed(2),
    naiveUsd.toFixed(2),
    (usd / millions(input)).toFixed(3),
    (naiveUsd / millions(input)).toFixed(3),
  ];
  for (const { name, usd, naiveUsd } of lines) table.push(row(name, usd, naiveUsd));
  const { usd, naiveUsd } = totals(lines);
  table.push(row("Total", usd, naiveUsd));
  const rate = `${input.eventsPerSecond} events/s as ${input.encoding} on the ${input.channel} channel: ${millions(input).toFixed(1)} million a month`;
  return `${rate}\n${table.toString()}\nList prices of us-east-1, ${PRICES_AS_OF}, without free tiers; sources in cli/cost-prices.ts.`;
}
